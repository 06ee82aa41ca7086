import fc from 'fast-check'
import t from 'tap'
import type { Ask, Event } from '../../core/event.ts'
import { type AgentId, named, type QueueId } from '../../core/names.ts'
import type { AgentOnStage, CallerOnStage } from './people.ts'
import { Stage } from './stage.ts'

/** One thing that somebody does, or that befalls the machine. */
type Act = (stage: Stage, callers: CallerOnStage[], agents: AgentOnStage[]) => void

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
  return last?.type === 'contact.offered' ? last.contact : named<never>('c0')
}

const act = (weight: number, arbitrary: fc.Arbitrary<Act>) => ({ weight, arbitrary })
const always = (weight: number, does: Act) => act(weight, fc.constant(does))
const seconds = (most: number) => fc.double({ min: 0, max: most, noNaN: true })

const customers = [
  always(4, (stage, callers) => void callers.push(stage.caller().waitsForSales())),
  always(1, (stage, callers) => void callers.push(stage.caller().dials())),
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
      .chain((slug) => someAgent((agent) => agent.failsWith(slug))),
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

const anyAct: fc.Arbitrary<Act> = fc.oneof(...customers, ...agents, ...machine)

/** Plays the acts, then sends everybody home: whatever happened must come to an end. */
function play(acts: readonly Act[]): Stage {
  const stage = new Stage()
  const callers: CallerOnStage[] = []
  const agents = ['1001', '1002', '1003'].map((id) => stage.agent(id))
  for (const act of acts) act(stage, callers, agents)
  stage.restartsCentre()
  for (const caller of callers) caller.hangsUp()
  stage.passes(120)
  return stage
}

const acts = fc.array(anyAct, { maxLength: 60, size: 'max' })
const runs = { numRuns: 250 }

/** How often each offer came to an end. */
function endsOf(events: readonly Event[]): Map<string, number> {
  const open = new Map<string, string>()
  const ends = new Map<string, number>()
  for (const event of events) {
    if (event.type === 'contact.offered') {
      const offer = `${event.contact}/${event.agent}/${event.seq}`
      ends.set(offer, 0)
      open.set(`${event.contact}/${event.agent}`, offer)
    }
    if (event.type === 'agent.missed' || event.type === 'agent.released') {
      const offer = open.get(`${event.contact}/${event.agent}`) ?? `unknown ${event.seq}`
      ends.set(offer, (ends.get(offer) ?? 0) + 1)
    }
  }
  return ends
}

t.test('every reserved agent is released exactly once', async () => {
  fc.assert(
    fc.property(acts, (acts) => {
      const { events } = play(acts)
      return [...endsOf(events).values()].every((count) => count === 1)
    }),
    runs,
  )
})

t.test('no contact is lost: each that opened ends once, and nothing of it stays', async () => {
  fc.assert(
    fc.property(acts, (acts) => {
      const stage = play(acts)
      const ended = stage.of('contact.ended').map(({ contact }) => contact)
      const opened = stage.of('contact.opened').map(({ contact }) => contact)
      const isEven = ended.length === opened.length && opened.every((id) => ended.includes(id))
      return isEven && stage.sound.recordings.size === 0 && stage.openLegs().length === 0
    }),
    runs,
  )
})

t.test('no agent holds two contacts, and no contact two agents', async () => {
  fc.assert(
    fc.property(acts, (acts) => {
      const busy = new Map<string, string>()
      for (const event of play(acts).events) {
        if (event.type === 'contact.offered') {
          if (busy.has(event.agent) || [...busy.values()].includes(event.contact)) return false
          busy.set(event.agent, event.contact)
        }
        if (event.type === 'agent.missed' || event.type === 'agent.released')
          busy.delete(event.agent)
      }
      return true
    }),
    runs,
  )
})

t.test('no effect is done twice, whatever the kills', async () => {
  fc.assert(
    fc.property(acts, (acts) => {
      const { orders } = play(acts)
      const rings = orders.flatMap(({ effect }) => (effect.do === 'ring' ? [effect.leg] : []))
      return orders.every(({ n }, i) => n === i + 1) && new Set(rings).size === rings.length
    }),
    runs,
  )
})

t.test('the histories reach the far corners', async (t) => {
  const seen = new Set<string>()
  for (const each of fc.sample(acts, { numRuns: 300, seed: 3 }))
    for (const { type } of play(each).events) seen.add(type)
  const corners = ['contact.connected', 'contact.parted', 'contact.rejoined', 'contact.transferred']
  for (const corner of [...corners, 'agent.missed', 'contact.held', 'contact.leftFlow'])
    t.ok(seen.has(corner), corner)
})
