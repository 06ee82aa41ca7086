import { hearEachOther } from '../hearing.ts'
import type { AgentId } from '../names.ts'
import { referDigits } from '../outside/outside.ts'
import { type Step, stay } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { talkOf } from './begin.ts'
import { callOf } from './call.ts'
import { ended, farewell, hangUpConsulted } from './consulted.ts'
import type { Outside } from './dial-out.ts'
import type { Consulting, Diverted, Diverting, Talking, Waiting } from './phases.ts'
import { recordTalk, recordWaiting, stopRecording } from './recording.ts'
import { releaseBy, transferInside } from './transfer.ts'

type Next = Consulting | Talking | Waiting | Diverting | Diverted

/** The customer and the consulted party go on without the agent; one who still rings is waited for. */
export function completeConsult(contact: Consulting, at: number, tenant: Tenant): Step<Next> {
  const { agent, outside, answered } = contact.consulted
  if (outside) return answered ? divert(contact, outside, tenant) : ringOn(contact, outside)
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
      { type: 'contact.handedOver', contact: id, from, agent, queue },
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
function passOn(contact: Consulting, agent: AgentId, at: number, tenant: Tenant): Step<Next> {
  const talking = talkOf(contact, contact.agent, contact.leg)
  const { state, conclusions, effects } = transferInside(talking, { agent }, at, tenant)
  return {
    state: state.phase === 'waiting' ? state : contact,
    conclusions: [ended(contact, 'elsewhere'), ...conclusions],
    effects: [...hangUpConsulted(contact), ...effects],
  }
}

/** The customer and the party outside talk; his network may lead him there itself, RFC 3891. */
function divert(contact: Consulting, outside: Outside, tenant: Tenant): Step<Diverted> {
  const { id, caller, consulted } = contact
  const { number } = outside
  const { recorded, effects } = stopRecording(contact)
  const digits = contact.trunk === outside.trunk ? referDigits(outside, tenant) : undefined
  return {
    state: { ...callOf(contact), recorded, phase: 'diverted', leg: consulted.leg, handled: true },
    conclusions: [
      ...releaseBy(contact, { number }),
      { type: 'contact.diverted', contact: id, number },
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
function ringOn(contact: Consulting, outside: Outside): Step<Diverting> {
  const { queue, agent, consulted } = contact
  const { recorded, effects } = stopRecording(contact)
  const back = { queue, agent }
  const { leg } = consulted
  return {
    state: { ...callOf(contact), recorded, phase: 'diverting', leg, outside, back },
    conclusions: releaseBy(contact, { number: outside.number }),
    effects: [...effects, farewell(contact)],
  }
}
