import type { EventOf } from '../event.ts'
import { hearMusic } from '../hearing.ts'
import { type AgentId, named } from '../names.ts'
import type { ReasonCode } from '../reason-code.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { consultOutside } from './begin-consult.ts'
import { lineOf } from './call.ts'
import { musicOf } from './enqueue.ts'
import { ringTimer } from './forwarding.ts'
import { callNumber, noteRouted } from './outbound-call.ts'
import type { Consulting, ForwardingCall, Talking, Waiting } from './phases.ts'
import { stopRecording } from './recording.ts'
import { isColleague, releaseBy, transferInside } from './transfer.ts'

/** The rules for calls outside decide in the same turn; until then the talk is as it was. */
export function requestOutbound(
  contact: Talking,
  why: 'transfer' | 'consult',
  number: string,
): Step<Talking> {
  const { agent: by } = contact
  const { made, outbound, conclusion } = callNumber(contact, {
    number,
    why,
    by,
    ...(why === 'transfer' && { refers: contact.caller }),
  })
  return { state: { ...contact, made, outbound }, conclusions: [conclusion], effects: [] }
}

type OutboundDecision = EventOf<'outbound.routed' | 'outbound.refused'>

/** The agent hears why not, or leaves the caller to it, or waits for an answer. */
export function onOutboundDecision(
  { outbound, referred, ...talking }: Talking,
  event: OutboundDecision,
  tenant: Tenant,
): Step<Talking | Consulting | ForwardingCall> {
  if (outbound?.leg !== event.leg) return stay({ ...talking, ...(outbound && { outbound }) })
  const ask = outbound.why === 'consult' ? 'consult' : 'transfer'
  const settle = (status: number) =>
    referred ? [{ do: 'settleReferral', leg: talking.leg, status } as const] : []
  if (event.type === 'outbound.refused') {
    const { reason } = event
    return {
      state: talking,
      conclusions: [{ type: 'ask.refused', agent: talking.agent, ask, reason }],
      effects: settle(statusOf(reason)),
    }
  }
  const placed = noteRouted(outbound, event)
  if (ask === 'consult') return consultOutside(talking, placed, event.at, tenant)
  const { caller, leg, queue, agent } = talking
  const { recorded, effects } = stopRecording(talking)
  return {
    state: {
      ...lineOf(talking),
      recorded,
      phase: 'forwarding',
      leg: placed.leg,
      outbound: placed,
      back: { queue, agent },
    },
    conclusions: releaseBy(talking, { number: outbound.number }),
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
const statusOf = (reason: ReasonCode): number => (reason === 'not-a-number' ? 404 : 403)

/** The agent's own phone asks for a transfer, RFC 3515: to a colleague's number, or outside. */
export function onReferral(
  contact: Talking,
  { to, replaces, leg, at }: EventOf<'leg.referred'>,
  tenant: Tenant,
): Step<Talking | Waiting> {
  const colleague = named<AgentId>(to)
  if (replaces !== undefined || colleague === contact.agent) return stay(contact)
  if (!isColleague(contact, colleague, tenant)) {
    const step = requestOutbound(contact, 'transfer', to)
    return { ...step, state: { ...step.state, referred: true } }
  }
  const step = transferInside(contact, { agent: colleague }, at, tenant)
  return { ...step, effects: [{ do: 'settleReferral', leg, status: 200 }, ...step.effects] }
}
