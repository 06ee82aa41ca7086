import type { EventOf } from '../event.ts'
import { hearMusic } from '../hearing.ts'
import { type AgentId, named } from '../names.ts'
import type { Slug } from '../slug.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { musicOf } from './begin.ts'
import { callOf } from './call.ts'
import { consultOutside } from './begin-consult.ts'
import { dialOut, notePlaced } from './dial-out.ts'
import { ringTimer } from './diverted.ts'
import type { Consulting, Diverting, Talking, Waiting } from './phases.ts'
import { stopRecording } from './recording.ts'
import { isColleague, releaseBy, transferInside } from './transfer.ts'

/** The rules for calls outside decide in the same turn; until then the talk is as it was. */
export function callOutside(
  contact: Talking,
  why: 'transfer' | 'consult',
  number: string,
): Step<Talking> {
  const { agent: by } = contact
  const { made, outside, conclusion } = dialOut(contact, {
    ...{ number, why, by, mayRefer: why === 'transfer' },
  })
  return { state: { ...contact, made, outside }, conclusions: [conclusion], effects: [] }
}

type Decided = EventOf<'contact.placed' | 'contact.notPlaced'>

/** The agent hears why not, or leaves the caller to it, or waits for an answer. */
export function hearDecision(
  { outside, referred, ...talking }: Talking,
  event: Decided,
  tenant: Tenant,
): Step<Talking | Consulting | Diverting> {
  if (outside?.leg !== event.leg) return stay({ ...talking, ...(outside && { outside }) })
  const ask = outside.why === 'consult' ? 'consult' : 'transfer'
  const settle = (status: number) =>
    referred ? [{ do: 'settleReferral', leg: talking.leg, status } as const] : []
  if (event.type === 'contact.notPlaced') {
    const { reason } = event
    return {
      state: talking,
      conclusions: [{ type: 'ask.refused', agent: talking.agent, ask, reason }],
      effects: settle(statusOf(reason)),
    }
  }
  const placed = notePlaced(outside, event)
  if (ask === 'consult') return consultOutside(talking, placed, event.at, tenant)
  const { caller, leg, queue, agent } = talking
  const { recorded, effects } = stopRecording(talking)
  return {
    state: {
      ...{ ...callOf(talking), recorded, phase: 'diverting' },
      ...{ leg: placed.leg, outside: placed, back: { queue, agent } },
    },
    conclusions: releaseBy(talking, { number: outside.number }),
    effects: [
      ...settle(200),
      { do: 'hear', rows: [hearMusic(caller, musicOf(queue, tenant))] },
      ...effects,
      { do: 'hangUp', leg, reason: 'finished' },
      ringTimer(talking, event.at),
    ],
  }
}

/** RFC 3261 section 21.4: not found, or forbidden. */
const statusOf = (reason: Slug): number => (reason === 'not-a-number' ? 404 : 403)

/** The agent's own phone asks for a transfer, RFC 3515: to a colleague's number, or outside. */
export function obeyReferral(
  contact: Talking,
  { to, replaces, leg, at }: EventOf<'leg.referred'>,
  tenant: Tenant,
): Step<Talking | Waiting> {
  const colleague = named<AgentId>(to)
  if (replaces !== undefined || colleague === contact.agent) return stay(contact)
  if (!isColleague(contact, colleague, tenant)) {
    const step = callOutside(contact, 'transfer', to)
    return { ...step, state: { ...step.state, referred: true } }
  }
  const step = transferInside(contact, { agent: colleague }, at, tenant)
  return { ...step, effects: [{ do: 'settleReferral', leg, status: 200 }, ...step.effects] }
}
