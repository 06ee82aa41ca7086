import type { Fact } from '../../core/event.ts'
import type { Tenant } from '../../core/tenant.ts'
import type { Appointment } from './agenda.ts'

/** Where simulated people act: a stream of facts, and a clock. */
export type Stage = {
  readonly tenant: Tenant
  /** Puts facts into the stream, one after the other, and then all that follows from them. Not within another turn. */
  tell(facts: readonly Fact[]): void
  after(ms: number, act: () => void): Appointment
}
