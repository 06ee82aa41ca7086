/** Something that will be done at an instant, ms. */
export type Appointment = {
  readonly at: number
  readonly order: number
  act: (() => void) | undefined
}

/** What is to come, the earliest first; of one instant in the order in which it was arranged. A binary heap. */
export class Agenda {
  readonly #heap: Appointment[] = []
  #arranged = 0

  arrange(at: number, act: () => void): Appointment {
    const appointment = { at, order: this.#arranged++, act }
    const heap = this.#heap
    let place = heap.length
    heap.push(appointment)
    while (place > 0) {
      const above = (place - 1) >>> 1
      const parent = heap[above]
      if (!parent || isBefore(parent, appointment)) break
      heap[place] = parent
      place = above
    }
    heap[place] = appointment
    return appointment
  }

  /** When the next one is; Infinity when nothing is to come. */
  get nextAt(): number {
    for (let first = this.#heap[0]; first; first = this.#heap[0]) {
      if (first.act) return first.at
      this.#take()
    }
    return Infinity
  }

  /** Takes out the next one that has not been called off. */
  next(): Appointment | undefined {
    for (;;) {
      const first = this.#take()
      if (!first || first.act) return first
    }
  }

  #take(): Appointment | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (heap.length > 0 && last) this.#sink(last)
    return first
  }

  #sink(appointment: Appointment): void {
    const heap = this.#heap
    let place = 0
    for (;;) {
      const left = 2 * place + 1
      const [one, other] = [heap[left], heap[left + 1]]
      const lower = one && other && isBefore(other, one) ? left + 1 : left
      const child = heap[lower]
      if (!child || isBefore(appointment, child)) break
      heap[place] = child
      place = lower
    }
    heap[place] = appointment
  }
}

/** It stays in its place and is passed over. */
export function callOff(appointment: Appointment | undefined): void {
  if (appointment) appointment.act = undefined
}

const isBefore = (one: Appointment, other: Appointment): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order)
