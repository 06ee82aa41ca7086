import t from 'tap'
import { createAgent, stepAgent } from '../../core/agent.ts'
import type { Ask } from '../../core/event.ts'
import { type AgentId, named } from '../../core/names.ts'
import { tenant as house } from '../../testkit/calls/tenant.ts'
import { someReason } from '../../testkit/samples.ts'

/** An agent who is ready, in a house where so many misses in a row make him not ready. */
function readyAgent(missesToNotReady: number) {
  const agents = { ...house.policy.agents, missesToNotReady }
  const tenant = { ...house, policy: { ...house.policy, agents } }
  const me: AgentId = named('1001')
  let agent = createAgent(me)
  const hear = (fact: object) => {
    const event = { seq: 1, at: 0, agent: me, contact: 'c1', queue: 'sales', ...fact } as never
    const { state, conclusions } = stepAgent(agent, event, tenant)
    agent = state
    return conclusions.map((fact) =>
      fact.type === 'agent.becameNotReady' ? `${fact.type}: ${fact.reason}` : fact.type,
    )
  }
  const asks = (ask: Ask) => hear({ type: 'agent.asked', ask })
  const misses = (reason = 'no-answer') => {
    hear({ type: 'contact.offered', reason: someReason })
    return hear({ type: 'agent.missed', reason })
  }
  const talks = () => {
    hear({ type: 'contact.offered', reason: someReason })
    hear({ type: 'contact.connected' })
    hear({ type: 'agent.released', why: 'talked' })
    return asks({ ask: 'wrapUp', contact: named('c1'), disposition: '', note: '' })
  }
  hear({ type: 'agent.loggedOn' })
  hear({ type: 'agent.appeared' })
  asks({ ask: 'ready' })
  return { hear, asks, misses, talks }
}

t.test('where one miss is enough, the first one makes not ready', async (t) => {
  t.same(readyAgent(1).misses('busy'), ['agent.becameNotReady: busy'])
})

t.test('where three are, the agent stays ready through two, and begins anew after', async (t) => {
  const { misses, asks } = readyAgent(3)
  t.same(misses(), ['agent.becameReady'])
  t.same(misses(), ['agent.becameReady'])
  t.same(misses('rejected'), ['agent.becameNotReady: rejected'])
  asks({ ask: 'ready' })
  t.same(misses(), ['agent.becameReady'])
})

t.test('a talk in between begins the count anew', async (t) => {
  const { misses, talks } = readyAgent(2)
  misses()
  t.same(talks(), ['agent.wrappedUp', 'agent.becameReady'])
  t.same(misses(), ['agent.becameReady'])
  t.same(misses(), ['agent.becameNotReady: no-answer'])
})

t.test('a call that somebody else answered, or the caller gave up, is no miss', async (t) => {
  const { hear, misses } = readyAgent(2)
  misses()
  hear({ type: 'contact.offered', reason: someReason })
  t.same(hear({ type: 'agent.released', why: 'not-connected' }), ['agent.becameReady'])
  t.same(misses(), ['agent.becameNotReady: no-answer'], 'nor does it make up for one')
})

t.test('what was planned while it rang happens after a miss', async (t) => {
  for (const limit of [1, 3]) {
    const { hear, asks } = readyAgent(limit)
    hear({ type: 'contact.offered', reason: someReason })
    asks({ ask: 'notReady', reason: 'meal' })
    t.same(hear({ type: 'agent.missed', reason: 'rejected' }), ['agent.becameNotReady: meal'])
    asks({ ask: 'ready' })
    hear({ type: 'contact.offered', reason: someReason })
    asks({ ask: 'logOff' })
    t.same(hear({ type: 'agent.missed', reason: 'rejected' }), ['agent.loggedOff'])
  }
})

t.test('an agent whose page is away does not become ready by a miss', async (t) => {
  const { hear } = readyAgent(3)
  hear({ type: 'contact.offered', reason: someReason })
  hear({ type: 'agent.vanished' })
  const missed = hear({ type: 'agent.missed', reason: 'unreachable' })
  t.same(missed, ['agent.becameNotReady: connection-lost'])
})
