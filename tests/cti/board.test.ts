import t from 'tap'
import type { Event } from '../../core/event.ts'
import {
  type BoardSnapshot,
  restoreBoard,
  snapshotBoard,
  stepBoard,
} from '../../cti/board/board.ts'
import {
  agent,
  contact,
  names,
  opened,
  queue,
  readyAnna,
  script,
  talk,
  tenant,
  today,
} from './script.ts'

t.test('a call from the first ring to the wrap-up shows in every view', async (t) => {
  const play = script()
  const { board, tell, now } = play
  readyAnna(play)
  t.match(agent(board, '1001'), { state: 'ready', since: now(), linked: true, registered: true })

  tell('contact.opened', opened('c9'))
  t.match(contact(board, 'c9'), { phase: 'arriving', from: '555', arrivedAt: now(), path: [] })
  tell('contact.answered', { contact: 'c9' })
  t.match(contact(board, 'c9'), { phase: 'inFlow', since: now() })
  tell('contact.entered', { contact: 'c9', node: 'menu', label: names })
  tell('contact.pressed', { contact: 'c9', node: 'menu', digits: '7' })
  tell('contact.pressed', { contact: 'c9', node: 'menu', digits: '1' })
  t.match(contact(board, 'c9')?.path, [{ digits: '7' }, { digits: '1', label: names }])
  tell('contact.switchedLanguage', { contact: 'c9', language: 'en' })
  tell('contact.queued', { contact: 'c9', queue: 'sales', since: now() + 1000 })
  const queuedAt = now()
  t.match(contact(board, 'c9'), { phase: 'waiting', queue: 'sales', queuedAt, position: 1 })
  t.match(board.queues.get('sales' as never), { waiting: 1, longestSince: queuedAt })

  tell('contact.offered', { contact: 'c9', queue: 'sales', agent: '1001', reason: {} })
  t.match(contact(board, 'c9'), { phase: 'offered', agent: '1001', ringEndsAt: now() + 15_000 })
  t.match(agent(board, '1001'), { state: 'reserved', contact: 'c9' })
  t.match(board.queues.get('sales' as never), { waiting: 0, longestSince: undefined })
  tell('contact.connected', { contact: 'c9', queue: 'sales', agent: '1001' })
  t.match(contact(board, 'c9'), { phase: 'talking', waitedMs: 2000, recording: true })
  t.match(agent(board, '1001'), { state: 'talking', since: now() })

  tell('contact.held', { contact: 'c9', agent: '1001' })
  t.match(contact(board, 'c9'), { held: true, heldSince: now() })
  tell('contact.resumed', { contact: 'c9', agent: '1001' })
  t.match(contact(board, 'c9'), { held: false, heldSince: undefined })
  tell('contact.muted', { contact: 'c9', agent: '1001', muted: true })
  t.equal(contact(board, 'c9')?.muted, true)

  tell('agent.released', { contact: 'c9', agent: '1001', queue: 'sales', why: 'talked' })
  tell('contact.ended', { contact: 'c9', outcome: 'handled', reason: 'hung-up' }, 0)
  t.match(contact(board, 'c9'), { phase: 'wrapUp', outcome: 'handled', recording: false })
  t.match(agent(board, '1001'), { state: 'wrapUp', contact: 'c9', wrapUpEndsAt: now() + 30_000 })
  const wrapped = tell('agent.wrappedUp', { contact: 'c9', agent: '1001', by: 'agent' })
  t.match(wrapped.closed, [{ id: 'c9', phase: 'closed' }])
  t.equal(board.contacts.size, 0)
  tell('agent.becameReady', { agent: '1001' }, 0)
  t.match(agent(board, '1001'), { state: 'ready', contact: undefined, wrapUpEndsAt: undefined })
  t.match(agent(board, '1001'), { handledToday: 1, talkMsToday: 4000, wrapUpMsToday: 1000 })
  t.match(today(board), { offered: 1, answered: 1, answeredWithin: 1, waitMsAnswered: 2000 })
})

t.test('who waits is ordered by age, also after a miss, and moves up', async (t) => {
  const play = script()
  const { board, tell } = play
  readyAnna(play)
  for (const id of ['c1', 'c2', 'c3']) queue(play, id)
  const positions = () => ['c1', 'c2', 'c3'].map((id) => contact(board, id)?.position)
  t.same(positions(), [1, 2, 3])
  const offered = tell('contact.offered', {
    contact: 'c1',
    queue: 'sales',
    agent: '1001',
    reason: {},
  })
  t.same(positions(), [undefined, 1, 2])
  t.same([...offered.contacts].sort(), ['c1', 'c2', 'c3'])
  tell('agent.missed', { contact: 'c1', agent: '1001', reason: 'no-answer' })
  tell('agent.becameNotReady', { agent: '1001', reason: 'missed' }, 0)
  t.same(positions(), [1, 2, 3])
  t.match(contact(board, 'c1'), { phase: 'waiting', agent: undefined, ringEndsAt: undefined })
  t.match(agent(board, '1001'), { state: 'notReady', reason: 'missed', contact: undefined })
  const left = tell('contact.ended', { contact: 'c1', outcome: 'abandoned-in-queue' })
  t.same(positions(), [undefined, 1, 2])
  t.match(left.closed, [{ id: 'c1', outcome: 'abandoned-in-queue' }])
  t.match(today(board), { offered: 3, answered: 0, abandoned: 1, abandonedWithin: 1 })
  t.equal(today(board)?.abandonedShort, 0, 'he had waited longer than a change of mind')
  queue(play, 'c4')
  tell('contact.ended', { contact: 'c4', outcome: 'abandoned-in-queue' })
  t.match(today(board), { abandoned: 2, abandonedShort: 1 })
})

t.test('the same waiting told twice counts once; another queueing counts again', async (t) => {
  const play = script()
  const { board, tell, now } = play
  queue(play, 'c1')
  tell('contact.queued', { contact: 'c1', queue: 'sales', since: now() })
  t.equal(today(board)?.offered, 1)
  tell('contact.queued', { contact: 'c1', queue: 'sales', since: now() + 1000 })
  t.equal(today(board)?.offered, 2)
  t.same(Object.fromEntries(board.waiting), { sales: ['c1'] })
})

t.test('a caller who hangs up while it rings frees the agent and leaves', async (t) => {
  const play = script()
  const { board, tell } = play
  readyAnna(play)
  queue(play, 'c1')
  tell('contact.offered', { contact: 'c1', queue: 'sales', agent: '1001', reason: {} })
  tell('contact.ended', { contact: 'c1', outcome: 'abandoned-in-queue', reason: 'hung-up' })
  const freed = tell('agent.released', {
    contact: 'c1',
    agent: '1001',
    queue: 'sales',
    why: 'not-connected',
  })
  t.match(freed.closed, [{ id: 'c1' }])
  t.match(agent(board, '1001'), { state: 'ready', contact: undefined, handledToday: 0 })
  t.same(Object.fromEntries(board.waiting), { sales: [] })
})

t.test('a transferred contact waits again while its first agent still wraps up', async (t) => {
  const play = script()
  const { board, tell, now } = play
  readyAnna(play)
  queue(play, 'c1')
  talk(play)
  tell('contact.transferred', { contact: 'c1', agent: '1001', to: { queue: 'sales' } })
  tell('agent.released', { contact: 'c1', agent: '1001', queue: 'sales', why: 'talked' }, 0)
  tell('contact.queued', { contact: 'c1', queue: 'sales', since: now() }, 0)
  t.match(contact(board, 'c1'), { phase: 'waiting', agent: undefined, position: 1 })
  t.match(agent(board, '1001'), { state: 'wrapUp', contact: 'c1' })
  tell('contact.offered', { contact: 'c1', queue: 'sales', agent: '1002', reason: {} })
  tell('contact.connected', { contact: 'c1', queue: 'sales', agent: '1002' })
  tell('agent.released', { contact: 'c1', agent: '1002', queue: 'sales', why: 'talked' })
  const ended = tell('contact.ended', { contact: 'c1', outcome: 'handled', reason: 'hung-up' })
  t.same(ended.closed, [])
  tell('agent.wrappedUp', { contact: 'c1', agent: '1002' })
  t.ok(contact(board, 'c1'))
  t.match(tell('agent.wrappedUp', { contact: 'c1', agent: '1001' }).closed, [{ id: 'c1' }])
})

t.test('a parted talk shows so until the agent is back', async (t) => {
  const play = script()
  readyAnna(play)
  queue(play, 'c1')
  talk(play)
  play.tell('contact.agentLost', { contact: 'c1', agent: '1001', reason: 'media-lost' })
  t.equal(contact(play.board, 'c1')?.phase, 'parted')
  play.tell('contact.agentRejoined', { contact: 'c1', agent: '1001' })
  t.equal(contact(play.board, 'c1')?.phase, 'talking')
})

t.test('a wish for a break during a talk shows as what comes afterwards', async (t) => {
  const play = script()
  const { board, tell } = play
  readyAnna(play)
  queue(play, 'c1')
  talk(play)
  tell('agent.planned', { agent: '1001', afterwards: 'meal' })
  t.equal(agent(board, '1001')?.afterwards, 'meal')
  tell('agent.planned', { agent: '1001', afterwards: 'ready' })
  t.equal(agent(board, '1001')?.afterwards, undefined)
})

t.test('a phone of one’s own counts as registered; a softphone has to register', async (t) => {
  const { board, tell } = script()
  t.match(agent(board, '1002'), { device: 'phone', registered: true })
  t.match(agent(board, '1001'), { device: 'softphone', registered: false })
  tell('device.registered', { agent: '1001' })
  tell('voice.joined', { id: 'v2' })
  t.match(agent(board, '1001'), { registered: false })
  t.match(agent(board, '1002'), { registered: true })
})

t.test('a restarted centre has no pages until they link again', async (t) => {
  const play = script()
  readyAnna(play)
  play.tell('centre.started', { utcOffsetMinutes: 480 })
  t.match(agent(play.board, '1001'), { state: 'ready', linked: false, registered: true })
})

t.test('counts of the day begin anew at midnight of the centre’s own clock', async (t) => {
  const play = script()
  const { board, tell } = play
  queue(play, 'c1')
  t.equal(today(board)?.offered, 1)
  tell('agent.loggedOn', { agent: '1001' }, 11 * 3_600_000)
  t.equal(today(board)?.offered, 1)
  const changed = tell('agent.appeared', { agent: '1001' }, 3_600_000)
  t.equal(today(board)?.offered, 0)
  t.ok(changed.queues.has('sales' as never))
})

t.test('a new configuration keeps states and counts', async (t) => {
  const play = script()
  const { board, tell } = play
  readyAnna(play)
  queue(play, 'c1')
  const people = tenant.people.map((person) => ({ ...person, name: `${person.name}!` }))
  tell('tenant.configured', { tenant: { ...tenant, people } })
  t.match(agent(board, '1001'), { name: 'Anna!', state: 'ready', linked: true })
  t.match(board.queues.get('sales' as never), { waiting: 1, today: { offered: 1 } })
})

t.test('a snapshot of a board is plain JSON: one that was stored goes on the same', async (t) => {
  const play = script()
  readyAnna(play)
  for (const id of ['c1', 'c2']) queue(play, id)
  const text = JSON.stringify(snapshotBoard(play.board))
  const stored = restoreBoard(JSON.parse(text) as BoardSnapshot)
  const event = {
    seq: 99,
    at: play.now(),
    type: 'contact.offered',
    contact: 'c1',
    queue: 'sales',
    agent: '1001',
    reason: {},
  } as never as Event
  t.same(stepBoard(stored, event), stepBoard(play.board, event))
  t.same(stored, play.board)
})

t.test('events about what is not there are harmless', async (t) => {
  const { board, tell } = script()
  const before = structuredClone(board)
  for (const type of ['contact.held', 'contact.connected', 'contact.ended', 'agent.missed'])
    tell(type, { contact: 'c77', agent: '9', queue: 'none' })
  t.same({ ...board, seq: 0 }, { ...before, seq: 0 })
})
