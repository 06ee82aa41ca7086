//   early -> arriving                                                              the flow speaks before the answer
//   arriving -> inFlow -> waiting <-> offered -> talking <-> agentLost -> waiting
//                            |                      +-- transfer -----> waiting, forwarding
//                            |                      +-> consulting ---> talking, forwarded (or, still ringing: transfer)
//                            +-> leaving                                         last words: closed, emergency
//                            +-> leavingMessage -> leaving
//                            +-> forwarding -> forwarded                         or, nobody there: -> leaving
//                            +-> booked -> awaitingCallback <-> dialingCustomer -> waiting             the customer first
//                                          awaitingCallback <-> offeredCallback -> dialingForAgent -> talking    the agent first
//   Each arrow to the right is taken when somebody answers or words are over, each to the left when nobody answers.
//   Every phase ends in `ended`, with the caller's leg or with what the phase is for; in `awaitingCallback`,
//   `offeredCallback`, `dialingCustomer` and `dialingForAgent` no caller is on the line.
import { whileAgentLost } from './contact/agent-lost.ts'
import { whileArriving, whileEarly, whileInFlow } from './contact/arrival.ts'
import { whileAwaitingCallback, whileBooked } from './contact/callback.ts'
import { whileConsulting } from './contact/consulting.ts'
import { whileDialingCustomer } from './contact/dialing-customer.ts'
import { whileDialingForAgent } from './contact/dialing-for-agent.ts'
import { whileForwarded, whileForwarding } from './contact/forwarding.ts'
import { findHotline } from './contact/hotline.ts'
import { whileLeaving } from './contact/leaving.ts'
import { whileLeavingMessage } from './contact/message.ts'
import { whileOfferedCallback } from './contact/offered-callback.ts'
import { whileOffered } from './contact/offered.ts'
import type {
  Arriving,
  AwaitingCallback,
  Booked,
  Consulting,
  DialingCustomer,
  ForwardedCall,
  ForwardingCall,
  Early,
  Ended,
  DialingForAgent,
  InFlow,
  Leaving,
  LeavingMessage,
  Offered,
  OfferedCallback,
  AgentLost,
  Talking,
  Waiting,
} from './contact/phases.ts'
import { whileTalking } from './contact/talking.ts'
import { whileWaiting } from './contact/waiting.ts'
import type { Event, EventOf } from './event.ts'
import { type ContactId, named } from './names.ts'
import { oneForm } from './numbering/one-form.ts'
import { type Step, stay } from './step.ts'
import type { Flow, Tenant } from './tenant.ts'

/** One customer's request, from arrival to the end of the last talk. Wrap-up belongs to the agent. */
export type Contact =
  | (Early | Arriving | InFlow | Waiting | Offered | Talking | AgentLost | Ended)
  | Consulting
  | (Leaving | ForwardingCall | ForwardedCall | LeavingMessage)
  | (Booked | AwaitingCallback | OfferedCallback | DialingCustomer | DialingForAgent)

const whileIn: {
  [P in Contact['phase']]: (
    contact: Extract<Contact, { phase: P }>,
    event: Event,
    tenant: Tenant,
  ) => Step<Contact>
} = {
  early: whileEarly,
  arriving: whileArriving,
  inFlow: whileInFlow,
  waiting: whileWaiting,
  offered: whileOffered,
  talking: whileTalking,
  agentLost: whileAgentLost,
  consulting: whileConsulting,
  leaving: whileLeaving,
  forwarding: whileForwarding,
  forwarded: whileForwarded,
  leavingMessage: whileLeavingMessage,
  booked: whileBooked,
  awaitingCallback: whileAwaitingCallback,
  offeredCallback: whileOfferedCallback,
  dialingCustomer: whileDialingCustomer,
  dialingForAgent: whileDialingForAgent,
  ended: stay,
}

/** A late or foreign event leaves the contact as it is. */
export function stepContact(contact: Contact, event: Event, tenant: Tenant): Step<Contact> {
  // The table is keyed by the very phase that it is called with.
  return whileIn[contact.phase](contact as never, event, tenant)
}

/** A call to a number: a hotline's begins, any other is refused with 404 (RFC 3261 section 21.4.5). */
export function openContact(event: EventOf<'leg.arrived'>, tenant: Tenant): Step<Contact> {
  const { leg, name, via, trunk, anonymous, diversions, draw = 0.5 } = event
  const id = named<ContactId>(`c${event.seq}`)
  const from = oneForm(event.from, tenant)
  const { to, flow: wanted } = findHotline(event, tenant)
  const flow = tenant.flows.find((flow) => flow.id === wanted)
  if (!flow) return refuse(id, event, from, wanted === undefined ? 'unknown-number' : 'flow-failed')
  const policy = drawPolicy(tenant, draw)
  const early = isEarly(flow, event)
  const who = {
    from,
    to,
    via,
    flow: flow.id,
    language: flow.language,
    policy,
    ...(name === undefined ? {} : { name }),
    ...(trunk === undefined ? {} : { trunk }),
    ...(anonymous && { anonymous }),
  }
  const told = { ...(diversions && { diversions }), ...(early && ({ early: true } as const)) }
  return {
    state: {
      ...who,
      id,
      caller: leg,
      phase: early ? 'early' : 'arriving',
      need: {},
      made: 0,
      recorded: { begun: 0, now: 'off' },
    },
    conclusions: [{ type: 'contact.opened', contact: id, leg, ...who, ...told, draw }],
    effects: [{ do: early ? 'progress' : 'answer', leg }],
  }
}

/** The version that the contact is served by. */
const drawPolicy = ({ policy, trial }: Tenant, draw: number): string =>
  trial && draw < trial.share ? trial.policy.version : policy.version

function refuse(
  contact: ContactId,
  { leg, number: to, via }: EventOf<'leg.arrived'>,
  from: string,
  reason: 'unknown-number' | 'flow-failed',
): Step<Contact> {
  return {
    state: { phase: 'ended', id: contact },
    conclusions: [
      { type: 'contact.refused', contact, leg, from, to, via, reason },
      { type: 'contact.ended', contact, outcome: 'refused', reason },
    ],
    effects: [{ do: 'refuse', leg, status: reason === 'flow-failed' ? 500 : 404, reason }],
  }
}

/** A call from the web costs nothing, and browsers need not play early media. */
const isEarly = (flow: Flow, { via }: EventOf<'leg.arrived'>): boolean =>
  flow.early === true && via === 'sip'
