import fc from 'fast-check'
import t from 'tap'
import type { Event } from '../../core/event.ts'
import { named } from '../../core/names.ts'
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

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constant<Act>((stage, callers) => void callers.push(stage.caller().dials())),
  },
  {
    weight: 6,
    arbitrary: fc.tuple(fc.nat(5), fc.constantFrom('0', '1', '2', '3', '9')).map(
      ([n, key]): Act =>
        (_stage, callers) =>
          void callers[n]?.presses(key),
    ),
  },
  { weight: 2, arbitrary: someCaller((caller) => caller.hangsUp()) },
  {
    weight: 4,
    arbitrary: fc.double({ min: 0, max: 40, noNaN: true }).map(
      (seconds): Act =>
        (stage) =>
          stage.passes(seconds),
    ),
  },
  { weight: 3, arbitrary: someAgent((agent) => agent.isReady()) },
  { weight: 3, arbitrary: someAgent((agent) => agent.answers()) },
  { weight: 1, arbitrary: someAgent((agent) => agent.hangsUp()) },
  { weight: 1, arbitrary: someAgent((agent) => agent.hangsUp('rejected')) },
  { weight: 1, arbitrary: someAgent((agent) => agent.vanishes()) },
  { weight: 1, arbitrary: someAgent((agent) => agent.comesBack()) },
  { weight: 1, arbitrary: someAgent((agent) => void agent.asks({ ask: 'logOff' })) },
  {
    weight: 1,
    arbitrary: someAgent((agent) => void agent.asks({ ask: 'notReady', reason: 'break' })),
  },
  {
    weight: 1,
    arbitrary: someAgent(
      (agent, stage) => void agent.asks({ ask: 'hangUp', contact: contactOf(agent, stage) }),
    ),
  },
  {
    weight: 1,
    arbitrary: someAgent(
      (agent, stage) => void agent.asks({ ask: 'hold', contact: contactOf(agent, stage) }),
    ),
  },
  {
    weight: 1,
    arbitrary: someAgent(
      (agent, stage) =>
        void agent.asks({
          ask: 'transfer',
          contact: contactOf(agent, stage),
          to: { queue: named('support') },
        }),
    ),
  },
  {
    weight: 1,
    arbitrary: someAgent(
      (agent, stage) =>
        void agent.asks({
          ask: 'transfer',
          contact: contactOf(agent, stage),
          to: { agent: named('1002') },
        }),
    ),
  },
  {
    weight: 2,
    arbitrary: someAgent(
      (agent, stage) =>
        void agent.asks({
          ask: 'wrapUp',
          contact: contactOf(agent, stage),
          disposition: 'ok',
          note: '',
        }),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Act>((stage) => stage.takesSnapshot()) },
  { weight: 1, arbitrary: fc.constant<Act>((stage) => stage.killsCentreInNextTurn()) },
  {
    weight: 1,
    arbitrary: fc.double({ min: 0, max: 20, noNaN: true }).map((seconds): Act => (stage) => {
      stage.killsCentre()
      stage.passes(seconds)
    }),
  },
  { weight: 3, arbitrary: fc.constant<Act>((stage) => stage.restartsCentre()) },
)

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

const acts = fc.array(anyAct, { maxLength: 60 })
const runs = { numRuns: 400 }

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
