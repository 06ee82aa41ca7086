import t from 'tap'
import { agent, contact, opened, type Script, script, tenant } from './script.ts'

function ringBoth(play: Script) {
  play.tell('contact.opened', opened('c1'))
  play.tell('contact.queued', { contact: 'c1', queue: 'sales', since: play.now() })
  for (const agent of ['1001', '1002'])
    play.tell('contact.offered', { contact: 'c1', queue: 'sales', agent, reason: {} }, 0)
}

t.test('a contact that rings at several is on each desk until one answers', async (t) => {
  const play = script()
  const { board, tell, now } = play
  ringBoth(play)
  t.match(contact(board, 'c1'), { phase: 'offered', agent: undefined, ringEndsAt: now() + 15_000 })
  for (const id of ['1001', '1002'])
    t.match(agent(board, id), { state: 'reserved', contact: 'c1', since: now() })
  tell('contact.connected', { contact: 'c1', queue: 'sales', agent: '1002' })
  const other = { contact: 'c1', agent: '1001', queue: 'sales', why: 'not-connected' }
  tell('agent.released', other, 0)
  t.match(agent(board, '1001'), { state: 'ready', contact: undefined })
  t.match(contact(board, 'c1'), { phase: 'talking', agent: '1002' })
})

t.test('a contact that rang at several waits again when the last ring is over', async (t) => {
  const play = script()
  const { board, tell } = play
  ringBoth(play)
  tell('agent.missed', { contact: 'c1', agent: '1002', reason: 'busy' })
  t.match(contact(board, 'c1'), { phase: 'offered', agent: '1001' }, 'now one is named')
  tell('agent.missed', { contact: 'c1', agent: '1001', reason: 'no-answer' })
  t.match(contact(board, 'c1'), { phase: 'waiting', agent: undefined, position: 1 })
})

t.test('ringing and wrap-up last as long as the policy says that serves the contact', async (t) => {
  const { board, tell, now } = script()
  const [rule] = tenant.policy.queues
  const rules = [{ ...rule, ringSeconds: 40, wrapUpSeconds: 50 }]
  const policy = { ...tenant.policy, version: 'B', queues: rules }
  tell('tenant.configured', { tenant: { ...tenant, trial: { share: 0.5, policy } } })
  tell('contact.opened', { ...opened('c1'), policy: 'B' })
  const of = { contact: 'c1', queue: 'sales', agent: '1001', reason: {} }
  tell('contact.offered', of)
  t.equal(contact(board, 'c1')?.ringEndsAt, now() + 40_000)
  tell('contact.connected', of)
  tell('agent.released', { ...of, why: 'talked' })
  t.equal(agent(board, '1001')?.wrapUpEndsAt, now() + 50_000)
  tell('contact.ended', { contact: 'c1', outcome: 'handled' })
  tell('agent.wrappedUp', of)
  t.same([board.contacts.size, board.served.size], [0, 0], 'nothing stays of it')
})
