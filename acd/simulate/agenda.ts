import type { Fact } from '../../core/event.ts'
import type { Tenant } from '../../core/tenant.ts'
import { Heap } from '../router/heap.ts'

/** Something that will be done at an instant, ms. */
export type Appointment = {
  readonly at: number
  readonly order: number
  act: (() => void) | undefined
  place: number
}

/** What is to come, the earliest first; of one instant in the order in which it was arranged. */
export class Agenda {
  readonly #heap = new Heap<Appointment>(
    (one, other) => one.at < other.at || (one.at === other.at && one.order < other.order),
  )
  #arranged = 0

  arrange(at: number, act: () => void): Appointment {
    const appointment = { at, order: this.#arranged++, act, place: -1 }
    this.#heap.insert(appointment)
    return appointment
  }

  /** When the next one is; Infinity when nothing is to come. */
  get nextAt(): number {
    return this.#first()?.at ?? Infinity
  }

  /** Takes out the next one that has not been called off. */
  next(): Appointment | undefined {
    const first = this.#first()
    if (first) this.#heap.remove(first)
    return first
  }

  #first(): Appointment | undefined {
    let first = this.#heap.first()
    while (first && !first.act) {
      this.#heap.remove(first)
      first = this.#heap.first()
    }
    return first
  }
}

/** It stays in its place and is passed over. */
export function callOff(appointment: Appointment | undefined): void {
  if (appointment) appointment.act = undefined
}

/** Where simulated people act: a stream of facts, and a clock. */
export type Stage = {
  readonly tenant: Tenant
  /** Puts facts into the stream, one after the other, and then all that follows from them. Not from within `tell`. */
  tell(facts: readonly Fact[]): void
  after(ms: number, act: () => void): Appointment
}
