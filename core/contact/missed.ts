import type { Effect } from '../effect.ts'
import type { Conclusion, MissReason } from '../event.ts'
import type { ReasonCode } from '../reason-code.ts'
import type { Step } from '../step.ts'
import { type Call, timerOf } from './call.ts'
import type { Ring, Ringing } from './phases.ts'

/** How ringing ended, where the phone was not simply unreachable. */
export const missReasons: { readonly [reason in ReasonCode]?: MissReason } = {
  busy: 'busy',
  rejected: 'rejected',
  'no-answer': 'no-answer',
}

export type Missed = { readonly ring: Ring; readonly reason: MissReason }

/** These rings are over; the agents' own reducers hear `agent.missed`. `waitOn`: what follows after the last one. */
export function missRings<Rung extends Call & Ringing, Next>(
  contact: Rung,
  missed: readonly Missed[],
  waitOn: (reason: MissReason) => Step<Next>,
): Step<Rung | Next> {
  const rings = contact.rings.filter((ring) => !missed.some((gone) => gone.ring === ring))
  const next: Step<Rung | Next> =
    rings.length > 0 ? ringOn(contact, rings) : waitOn(missed.at(-1)?.reason ?? 'unreachable')
  const tell = ({ ring, reason }: Missed): Conclusion => ({
    type: 'agent.missed',
    agent: ring.agent,
    contact: contact.id,
    reason,
  })
  return {
    state: next.state,
    conclusions: [...missed.map(tell), ...next.conclusions],
    effects: [...next.effects, ...missed.map(hangUp)],
  }
}

const hangUp = ({ ring, reason }: Missed): Effect => ({
  do: 'hangUp',
  leg: ring.leg,
  reason: reason === 'no-answer' ? reason : 'cancelled',
})

/** These go on. One timer is for all: it fires when the first of them ends. */
export const ringOn = <Rung extends Call & Ringing>(
  contact: Rung,
  rings: readonly Ring[],
): Step<Rung> => ({
  state: { ...contact, rings },
  conclusions: [],
  effects: [
    {
      do: 'startTimer',
      timer: timerOf('ring', contact.id),
      at: Math.min(...rings.map(({ endsAt }) => endsAt)),
    },
  ],
})
