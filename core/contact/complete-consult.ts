import { hearEachOther } from '../hearing.ts'
import type { AgentId } from '../names.ts'
import { referDigits } from '../outbound/outbound.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { lineOf } from './call.ts'
import { ended, farewell, hangUpConsulted } from './consulted.ts'
import type { OutboundCall } from './outbound-call.ts'
import type { Consulting, ForwardedCall, ForwardingCall, Talking, Waiting } from './phases.ts'
import { recordTalk, recordWaiting, stopRecording } from './recording.ts'
import { talkOf } from './talk.ts'
import { releaseBy, transferInside } from './transfer.ts'

type AfterConsult = Consulting | Talking | Waiting | ForwardingCall | ForwardedCall

/** The customer and the consulted party go on without the agent; one who still rings is waited for. */
export function completeConsult(
  contact: Consulting,
  at: number,
  tenant: Tenant,
): Step<AfterConsult> {
  const { agent, outbound, answered } = contact.consulted
  if (outbound)
    return answered ? connectOutside(contact, outbound, tenant) : ringOn(contact, outbound)
  if (agent === undefined) return stay(contact)
  return answered ? handOver(contact, agent, tenant) : passOn(contact, agent, at, tenant)
}

/** The customer is the colleague's from now on. */
function handOver(contact: Consulting, agent: AgentId, tenant: Tenant): Step<Talking> {
  const { id, agent: from, queue, caller, consulted } = contact
  const waiting = recordWaiting(contact, queue, tenant)
  const recording = recordTalk({ ...contact, recorded: waiting.recorded }, consulted.leg, tenant)
  return {
    state: { ...talkOf(contact, agent, consulted.leg), recorded: recording.recorded },
    conclusions: [
      ...releaseBy(contact, { agent }),
      { type: 'contact.handedOver', contact: id, from, agent, leg: consulted.leg, queue },
    ],
    effects: [
      { do: 'hear', rows: hearEachOther(caller, consulted.leg) },
      ...waiting.effects,
      ...recording.effects,
      farewell(contact),
    ],
  }
}

/** He has not answered yet: the customer waits for him. */
function passOn(
  contact: Consulting,
  agent: AgentId,
  at: number,
  tenant: Tenant,
): Step<AfterConsult> {
  const talking = talkOf(contact, contact.agent, contact.leg)
  const { state, conclusions, effects } = transferInside(talking, { agent }, at, tenant)
  return {
    state: state.phase === 'waiting' ? state : contact,
    conclusions: [ended(contact, 'elsewhere'), ...conclusions],
    effects: [...hangUpConsulted(contact), ...effects],
  }
}

/** The customer and the party outside talk; his network may lead him there itself, RFC 3891. */
function connectOutside(
  contact: Consulting,
  outbound: OutboundCall,
  tenant: Tenant,
): Step<ForwardedCall> {
  const { id, caller, consulted } = contact
  const { number } = outbound
  const { recorded, effects } = stopRecording(contact)
  const digits = contact.trunk === outbound.trunk ? referDigits(outbound, tenant) : undefined
  return {
    state: { ...lineOf(contact), recorded, phase: 'forwarded', leg: consulted.leg, handled: true },
    conclusions: [
      ...releaseBy(contact, { number }),
      { type: 'contact.diverted', contact: id, leg: consulted.leg, number },
    ],
    effects: [
      ...effects,
      { do: 'hear', rows: hearEachOther(caller, consulted.leg) },
      farewell(contact),
      ...(digits === undefined
        ? []
        : [{ do: 'refer', leg: caller, to: { digits }, replaces: consulted.leg } as const]),
    ],
  }
}

/** It rings on for the customer. */
function ringOn(contact: Consulting, outbound: OutboundCall): Step<ForwardingCall> {
  const { queue, agent, consulted } = contact
  const { recorded, effects } = stopRecording(contact)
  const back = { queue, agent }
  const { leg } = consulted
  return {
    state: { ...lineOf(contact), recorded, phase: 'forwarding', leg, outbound, back },
    conclusions: releaseBy(contact, { number: outbound.number }),
    effects: [...effects, farewell(contact)],
  }
}
