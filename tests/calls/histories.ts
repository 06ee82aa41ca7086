import fc from 'fast-check'
import type { Ask } from '../../core/event.ts'
import { type AgentId, type ContactId, type LegId, named, type QueueId } from '../../core/names.ts'
import { queueSwitches } from '../../core/policy.ts'
import type { AgentOnStage, CallerOnStage, PhoneOnStage } from '../../testkit/calls/people.ts'
import { Stage } from '../../testkit/calls/stage.ts'
import { someQuality } from '../../testkit/samples.ts'
import { earlyStarts } from './early.ts'
import { houses, number, outside } from './tenants.ts'

/** One thing that somebody does, or that befalls the machine. */
export type Act = (stage: Stage, callers: CallerOnStage[], agents: AgentOnStage[]) => void

const someCaller = (act: (caller: CallerOnStage, stage: Stage) => void): fc.Arbitrary<Act> =>
  fc.nat(5).map((n) => (stage, callers) => {
    const caller = callers[n]
    if (caller) act(caller, stage)
  })

const someAgent = (act: (agent: AgentOnStage, stage: Stage) => void): fc.Arbitrary<Act> =>
  fc.nat(2).map((n) => (stage, _callers, agents) => {
    const agent = agents[n]
    if (agent) act(agent, stage)
  })

/** Asks name the contact that the agent was last concerned with, right or wrong. */
const contactOf = ({ id }: AgentOnStage, { events }: Stage) => {
  const last = events.findLast((event) => event.type === 'contact.offered' && event.agent === id)
  return last?.type === 'contact.offered' ? last.contact : named<ContactId>('c0')
}

const act = (weight: number, arbitrary: fc.Arbitrary<Act>) => ({ weight, arbitrary })
const always = (weight: number, does: Act) => act(weight, fc.constant(does))
const seconds = (most: number) => fc.double({ min: 0, max: most, noNaN: true })

const supervisor = named<AgentId>('2001')
const phones = [
  ...['sip:13800138000@trunk', outside, `main/${number}`, `spare/+86${number}`],
  ...['main/13800138000', 'spare/+8613800138000'],
]

const somePhone = (act: (phone: PhoneOnStage) => void): fc.Arbitrary<Act> =>
  fc.constantFrom(...phones).map((uri) => (stage) => {
    act(stage.phone(uri))
  })

/** Customers who are called back, a party outside, and a supervisor. */
const others = [
  act(
    2,
    seconds(20).chain((after) => somePhone((phone) => phone.answersAfter(after))),
  ),
  act(
    1,
    fc
      .constantFrom('busy', 'unreachable', 'trunk-full', 'trunk-down')
      .chain((reason) => somePhone((p) => p.failsWith(reason))),
  ),
  act(
    1,
    somePhone((phone) => phone.ignores()),
  ),
  act(
    1,
    somePhone((phone) => {
      phone.hangsUp()
    }),
  ),
  act(
    1,
    someCaller((caller, stage) => {
      const contact = stage.of('contact.opened').find(({ leg }) => leg === caller.leg)?.contact
      const ask = { ask: 'cancelCallback', contact: contact ?? named<ContactId>('c0') } as const
      stage.put({ type: 'agent.asked', agent: supervisor, ask })
    }),
  ),
  act(
    1,
    fc.constantFrom(...queueSwitches).map((to) => (stage) => {
      const ask = { ask: 'switchQueue', queue: named<QueueId>('support'), to } as const
      stage.put({ type: 'agent.asked', agent: supervisor, ask })
    }),
  ),
]

const customers = [
  always(4, (stage, callers) => void callers.push(stage.caller().waitsForSales())),
  always(2, (stage, callers) => void callers.push(stage.caller().dials().presses('1', '2'))),
  always(1, (stage, callers) => void callers.push(stage.caller().dials())),
  always(2, (stage, callers) => {
    callers.push(
      stage
        .caller()
        .dials('95000', { trunk: named('main') })
        .presses('1', '1'),
    )
  }),
  act(
    1,
    fc.constantFrom(...earlyStarts).map((start) => (stage, callers) => {
      callers.push(stage.caller().dials(`early-${start}`))
    }),
  ),
  act(
    2,
    fc.constantFrom('0', '1', '2', '3', '9').chain((key) => someCaller((c) => void c.presses(key))),
  ),
  act(
    2,
    someCaller((caller) => caller.hangsUp()),
  ),
]

const asks: readonly ((agent: AgentOnStage, stage: Stage) => Ask)[] = [
  () => ({ ask: 'ready' }),
  () => ({ ask: 'notReady', reason: 'break' }),
  () => ({ ask: 'logOff' }),
  (agent, stage) => ({ ask: 'hangUp', contact: contactOf(agent, stage) }),
  (agent, stage) => ({ ask: 'hold', contact: contactOf(agent, stage) }),
  (agent, stage) => ({ ask: 'resume', contact: contactOf(agent, stage) }),
  (agent, stage) => ({ ask: 'mute', contact: contactOf(agent, stage), muted: true }),
  (agent, stage) => ({
    ask: 'wrapUp',
    contact: contactOf(agent, stage),
    disposition: '',
    note: '',
  }),
  (agent, stage) => {
    const to = { queue: named<QueueId>('support') }
    return { ask: 'transfer', contact: contactOf(agent, stage), to }
  },
  (agent, stage) => {
    const to = { agent: named<AgentId>('1002') }
    return { ask: 'transfer', contact: contactOf(agent, stage), to }
  },
  (agent, stage) => ({ ask: 'transfer', contact: contactOf(agent, stage), to: { number } }),
  (agent, stage) => ({ ask: 'consult', contact: contactOf(agent, stage), to: { number } }),
  (agent, stage) => {
    const to = { agent: named<AgentId>('1002') }
    return { ask: 'consult', contact: contactOf(agent, stage), to }
  },
  (agent, stage) => ({ ask: 'completeTransfer', contact: contactOf(agent, stage) }),
  (agent, stage) => ({ ask: 'reconnect', contact: contactOf(agent, stage) }),
]

/** From the consultation's beginning to what comes of it, so that all its ends are met. */
const consultations = act(
  3,
  fc
    .tuple(seconds(8), fc.boolean(), fc.constantFrom('completeTransfer', 'reconnect', 'none'))
    .chain(([time, isOutside, then]) =>
      someAgent((agent, stage) => {
        const contact = contactOf(agent, stage)
        const colleague = named<AgentId>(agent.id === '1002' ? '1003' : '1002')
        const to = isOutside ? { number } : { agent: colleague }
        if (!isOutside) stage.agent(colleague).answersAfter(1).isReady()
        agent.asks({ ask: 'consult', contact, to })
        stage.passes(time)
        if (then !== 'none') agent.asks({ ask: then, contact })
      }),
    ),
)

const networks = [
  act(
    1,
    fc.constantFrom(200, 405, undefined).map((status) => (stage) => {
      stage.networksAnswerReferrals(status)
    }),
  ),
  act(
    1,
    fc.constantFrom(number, '1002', '0033123456789').chain((to) =>
      someAgent((agent, stage) => {
        if (agent.leg) stage.say({ type: 'leg.referred', leg: agent.leg, to })
      }),
    ),
  ),
]

const agents = [
  act(
    5,
    someAgent((agent) => agent.isReady()),
  ),
  act(
    3,
    seconds(20).chain((after) => someAgent((agent) => agent.answersAfter(after))),
  ),
  act(
    1,
    someAgent((agent) => agent.ignores()),
  ),
  act(
    1,
    fc
      .constantFrom('busy', 'rejected', 'unreachable')
      .chain((reason) => someAgent((agent) => agent.failsWith(reason))),
  ),
  act(
    1,
    someAgent((agent) => agent.hangsUp()),
  ),
  act(
    1,
    someAgent((agent) => agent.vanishes()),
  ),
  act(
    1,
    someAgent((agent) => agent.comesBack()),
  ),
  act(
    6,
    fc
      .constantFrom(...asks)
      .chain((ask) => someAgent((agent, stage) => agent.asks(ask(agent, stage)))),
  ),
]

/** A card number is told; who pauses may forget to go on. */
const pauses = act(
  2,
  fc.tuple(seconds(8), fc.boolean()).chain(([time, goesOn]) =>
    someAgent((agent, stage) => {
      const contact = contactOf(agent, stage)
      agent.asks({ ask: 'pauseRecording', contact })
      stage.passes(time)
      if (goesOn) agent.asks({ ask: 'resumeRecording', contact })
    }),
  ),
)

/** What voice says of sound: of legs that talk, that have ended, and of none. */
const sounds = [
  act(
    1,
    fc.tuple(fc.nat(30), fc.nat(93), fc.boolean()).map(([n, rFactor, final]) => (stage) => {
      const legs = stage.orders.flatMap(({ effect }) => ('leg' in effect ? effect.leg : []))
      const leg = legs.at(-n) ?? named<LegId>('nobody')
      const quality = { ...someQuality, rFactor, mos: 1 + rFactor / 30 }
      stage.say({ type: 'leg.measured', leg, quality, final })
    }),
  ),
  act(
    1,
    fc.constantFrom('disk-full', 'rtp-flood').map((reason) => (stage) => {
      const detail = 'as a test has it'
      const [recording] = stage.sound.recordings.keys()
      if (recording)
        stage.say({ type: 'media.faulted', recording: named(recording), reason, detail })
      else stage.say({ type: 'media.faulted', reason, detail })
    }),
  ),
]

const machine = [
  act(
    4,
    seconds(40).map((time) => (stage) => stage.passes(time)),
  ),
  always(1, (stage) => stage.takesSnapshot()),
  always(1, (stage) => stage.killsCentreInNextTurn()),
  act(
    1,
    seconds(20).map((time) => (stage) => {
      stage.killsCentre()
      stage.passes(time)
      stage.restartsCentre()
    }),
  ),
  always(1, (stage) => stage.killsCentre()),
  always(3, (stage) => stage.restartsCentre()),
]

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  ...customers,
  ...agents,
  pauses,
  consultations,
  ...networks,
  ...others,
  ...sounds,
  ...machine,
)

export type History = { readonly house: keyof typeof houses; readonly acts: readonly Act[] }

export const histories: fc.Arbitrary<History> = fc.record({
  house: fc.constantFrom('plain', 'varied', 'leading', 'trunked'),
  acts: fc.array(anyAct, { maxLength: 60, size: 'max' }),
})

/** Plays the acts, then sends everybody home: whatever happened must come to an end. */
export function play({ house, acts }: History): Stage {
  const stage = new Stage(houses[house])
  const callers: CallerOnStage[] = []
  const agents = ['1001', '1002', '1003'].map((id) => stage.agent(id))
  for (const uri of phones) stage.phone(uri).answersAfter(5)
  for (const act of acts) act(stage, callers, agents)
  stage.restartsCentre()
  for (const caller of callers) caller.hangsUp()
  // Callbacks come to an end with their windows, and talks when the other side hangs up.
  for (let round = house === 'leading' || house === 'trunked' ? 0 : 3; round < 3; round++) {
    stage.passes(120)
    for (const uri of phones) stage.phone(uri).hangsUp()
  }
  stage.passes(120)
  return stage
}
