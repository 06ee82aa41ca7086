import type { Logger } from 'pino'
import type { Event } from '../../core/event.ts'
import { timerKey } from '../../core/timer.ts'

/** One line per event, by which it is found in the journal. Numbers, digits and notes stay out of the log. */
export function logEvents(log: Logger, events: readonly Event[]): void {
  if (!log.isLevelEnabled('info')) return
  for (const event of events) log.info(fieldsOf(event), event.type)
}

function fieldsOf(event: Event): Record<string, unknown> {
  return {
    seq: event.seq,
    ...('contact' in event && { contact: event.contact }),
    ...('leg' in event && { leg: event.leg }),
    ...('agent' in event && { agent: event.agent }),
    ...('queue' in event && { queue: event.queue }),
    ...('timer' in event && { timer: timerKey(event.timer) }),
    ...('reason' in event && typeof event.reason === 'string' && { reason: event.reason }),
    ...('outcome' in event && { outcome: event.outcome }),
    ...(event.type === 'agent.asked' && { ask: event.ask.ask }),
  }
}
