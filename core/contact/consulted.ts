import type { Effect } from '../effect.ts'
import type { Conclusion } from '../event.ts'
import type { ReasonCode } from '../reason-code.ts'
import { timerOf } from './call.ts'
import type { Consulting } from './phases.ts'

/** The agent who asked is not needed any more. */
export const farewell = ({ leg }: Consulting): Effect => ({ do: 'hangUp', leg, reason: 'finished' })

export const ended = (contact: Consulting, reason: ReasonCode): Conclusion => ({
  type: 'consult.ended',
  contact: contact.id,
  by: contact.agent,
  reason,
  ...whoOf(contact),
})

export const whoOf = ({ consulted: { agent, outbound } }: Consulting) => ({
  ...(agent !== undefined && { agent }),
  ...(outbound && { number: outbound.number }),
})

export const stopRing = ({ id }: Consulting): Effect => ({
  do: 'stopTimer',
  timer: timerOf('ring', id),
})

/** A leg that has ended already takes no harm. */
export const hangUpConsulted = (contact: Consulting): readonly Effect[] => [
  stopRing(contact),
  {
    do: 'hangUp',
    leg: contact.consulted.leg,
    reason: contact.consulted.answered ? 'finished' : 'cancelled',
  },
]
