import t from 'tap'
import { type Contact, openContact, stepContact } from '../../core/contact.ts'
import type { Effect } from '../../core/effect.ts'
import type { Conclusion, Fact } from '../../core/event.ts'
import { timerKey } from '../../core/timer.ts'
import { tenant } from '../../testkit/calls/tenant.ts'
import { someReason } from '../../testkit/samples.ts'

const at = 1_000_000
const ringTimer = { kind: 'ring', of: 'c7' }

/** A caller who waits for sales and asks for a skill, while three agents' phones ring until 15 s. */
function ringing() {
  let contact: Contact = openContact(
    {
      seq: 7,
      at,
      type: 'leg.arrived',
      leg: 'in1' as never,
      number: '95000',
      from: '555',
      via: 'sip',
    },
    tenant,
  ).state
  const hear = (fact: object, afterMs = 0) => {
    const event = { seq: 8, at: at + afterMs, ...fact } as never
    const { state, conclusions, effects } = stepContact(contact, event, tenant)
    contact = state
    const queued = conclusions.find(({ type }) => type === 'contact.queued')
    return { told: conclusions.map(tellOf), done: effects.map(doneOf), queued }
  }
  hear({ type: 'leg.answered', leg: 'in1' })
  const asks = { skills: { english: 3 }, priority: 9 }
  hear({ type: 'contact.queued', contact: 'c7', queue: 'sales', since: at, ...asks })
  const rung = ['1001', '1002', '1003'].flatMap((agent) => hear(offer(agent)).done)
  return { hear, rung, phase: () => contact.phase }
}

const offer = (agent: string): Fact => ({
  type: 'contact.offered',
  contact: 'c7' as never,
  queue: 'sales' as never,
  agent: agent as never,
  reason: { ...someReason, rule: 'ring-all' },
})

function tellOf(fact: Conclusion): string {
  if (fact.type === 'agent.missed') return `${fact.agent} missed: ${fact.reason}`
  if (fact.type === 'agent.released') return `${fact.agent} released: ${fact.why}`
  return 'agent' in fact && fact.agent ? `${fact.type} ${fact.agent}` : fact.type
}

function doneOf(effect: Effect): string {
  if (effect.do === 'hangUp') return `hangUp ${effect.leg}: ${effect.reason}`
  if (effect.do === 'ring') return `ring ${effect.leg} ${effect.agent}`
  return effect.do === 'startTimer' ? `${timerKey(effect.timer)} +${effect.at - at}` : effect.do
}

t.test('one offer after the other rings one phone after the other', async (t) => {
  t.same(ringing().rung, [
    ...['ring c7.1 1001', 'ring:c7 +15000'],
    ...['ring c7.2 1002', 'ring c7.3 1003'],
  ])
})

t.test(
  'the first who answers talks; the others stop ringing and have missed nothing',
  async (t) => {
    const { hear, phase } = ringing()
    const { told, done } = hear({ type: 'leg.answered', leg: 'c7.2' })
    t.equal(phase(), 'talking')
    t.same(told, [
      'contact.connected 1002',
      ...['1001 released: not-connected', '1003 released: not-connected'],
    ])
    t.same(done.slice(-2), ['hangUp c7.1: elsewhere', 'hangUp c7.3: elsewhere'])
    t.same(hear({ type: 'leg.answered', leg: 'c7.1' }).told, [], 'a second answer comes too late')
  },
)

t.test('whoever is out is missed alone, and after the last one the caller waits on', async (t) => {
  const { hear, phase } = ringing()
  t.same(hear({ type: 'leg.ended', leg: 'c7.3', reason: 'busy' }).told, ['1003 missed: busy'])
  const refusal = { type: 'agent.asked', agent: '1001', ask: { ask: 'hangUp', contact: 'c7' } }
  t.same(hear(refusal).told, ['1001 missed: rejected'])
  t.equal(phase(), 'offered')
  t.same(hear(refusal).told, [], 'not twice')
  const last = hear({ type: 'leg.ended', leg: 'c7.2', reason: 'unreachable' })
  t.same(last.told, ['1002 missed: unreachable', 'contact.queued'])
  t.match(last.queued, { queue: 'sales', since: at, skills: { english: 3 }, priority: 9 })
  t.equal(phase(), 'waiting')
})

t.test('when the time is up all who still ring have missed it', async (t) => {
  const { hear } = ringing()
  hear({ type: 'leg.ended', leg: 'c7.1', reason: 'rejected' })
  const { told, done } = hear({ type: 'timer.fired', timer: ringTimer }, 15_000)
  t.same(told, ['1002 missed: no-answer', '1003 missed: no-answer', 'contact.queued'])
  t.same(done, ['stopTimer', 'hangUp c7.2: no-answer', 'hangUp c7.3: no-answer'])
})

t.test('a page that vanishes ends its own ring after its grace, and no other', async (t) => {
  const { hear } = ringing()
  t.same(hear({ type: 'agent.vanished', agent: '1002' }, 1000).done, ['ring:c7 +4000'])
  t.same(hear({ type: 'agent.vanished', agent: '1003' }, 2000).done, ['ring:c7 +4000'])
  t.same(hear({ type: 'agent.appeared', agent: '1003' }, 3000).done, ['ring:c7 +4000'])
  const { told, done } = hear({ type: 'timer.fired', timer: ringTimer }, 4000)
  t.same(told, ['1002 missed: unreachable'])
  t.same(done, ['ring:c7 +15000', 'hangUp c7.2: cancelled'])
})

t.test('a timer that fires before its time ends no ring and is set again', async (t) => {
  const { hear } = ringing()
  const early = hear({ type: 'timer.fired', timer: ringTimer }, 14_999)
  t.same([early.told, early.done], [[], ['ring:c7 +15000']])
})

t.test('a caller who gives up frees everybody who rings', async (t) => {
  const { hear, phase } = ringing()
  const { told, done } = hear({ type: 'leg.ended', leg: 'in1', reason: 'hung-up' })
  t.same(told, [
    ...['1001', '1002', '1003'].map((agent) => `${agent} released: not-connected`),
    'contact.ended',
  ])
  t.same(
    done.slice(1),
    [1, 2, 3].map((n) => `hangUp c7.${n}: cancelled`),
  )
  t.equal(phase(), 'ended')
})
