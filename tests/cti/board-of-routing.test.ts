import t from 'tap'
import { agent, contact, queue, readyAnna, script, talk } from './script.ts'

t.test('occupancy is made of the time on duty, each state in its own count', async (t) => {
  const play = script()
  const { board, tell, now } = play
  readyAnna(play)
  queue(play, 'c1')
  talk(play)
  tell('agent.released', { contact: 'c1', agent: '1001', queue: 'sales', why: 'talked' }, 60_000)
  tell('agent.wrappedUp', { contact: 'c1', agent: '1001' }, 20_000)
  tell('agent.becameReady', { agent: '1001' }, 0)
  tell('agent.becameNotReady', { agent: '1001', reason: 'meal' }, 10_000)
  tell('agent.becameReady', { agent: '1001' }, 600_000)
  t.match(agent(board, '1001'), {
    // Three events of queueing, one of offering, and the ringing; then ten seconds idle.
    readyMsToday: 15_000,
    talkMsToday: 60_000,
    wrapUpMsToday: 20_000,
    countedUntil: now(),
  })
})

t.test('a talk over midnight counts for each day what lay in it', async (t) => {
  const play = script()
  readyAnna(play)
  queue(play, 'c1')
  talk(play)
  const untilMidnight = 86_400_000 - ((play.now() + 480 * 60_000) % 86_400_000)
  play.tell('agent.appeared', { agent: '1002' }, untilMidnight + 4000)
  play.tell('agent.released', { contact: 'c1', agent: '1001', queue: 'sales', why: 'talked' })
  t.match(agent(play.board, '1001'), { talkMsToday: 5000, readyMsToday: 0 })
})

t.test('an agent whom the router leaves alone shows so until he is offered a call', async (t) => {
  const play = script()
  readyAnna(play)
  const until = play.now() + 90_000
  play.tell('agent.spared', { agent: '1001', why: 'over-cap', until })
  t.match(agent(play.board, '1001'), { state: 'ready', spared: { why: 'over-cap', until } })
  queue(play, 'c1')
  play.tell('contact.offered', { contact: 'c1', queue: 'sales', agent: '1001', reason: {} })
  t.equal(agent(play.board, '1001')?.spared, undefined)
})

t.test('what the last newcomer has to expect stands on the queue', async (t) => {
  const play = script()
  const { board, tell, now } = play
  const expected = { p50Ms: 40_000, p90Ms: 95_000 }
  const sales = () => board.queues.get('sales' as never)
  const positioned = (contact: string, fields: object) =>
    tell('contact.positioned', { contact, queue: 'sales', position: 1, waiting: 1, ...fields })
  queue(play, 'c1')
  positioned('c1', { first: true, expected, tells: { position: true, waitSeconds: 60 } })
  const foretold = { ...expected, at: now() }
  t.same(sales()?.expected, foretold)
  t.match(contact(board, 'c1'), {
    expected: foretold,
    told: { at: now(), position: 1, waitSeconds: 60 },
  })
  const told = contact(board, 'c1')?.told
  positioned('c1', { first: false, expected: { p50Ms: 5, p90Ms: 9 }, tells: { position: false } })
  t.same(sales()?.expected, foretold, 'his own rest of waiting is nobody else’s')
  t.equal(contact(board, 'c1')?.expected?.p50Ms, 5)
  t.equal(contact(board, 'c1')?.told, told, 'silence does not take back what was told')
  readyAnna(play)
  queue(play, 'c2')
  const reason = { found: 'agent', waitedMs: 0 }
  tell('contact.offered', { contact: 'c2', queue: 'sales', agent: '1001', reason })
  t.same(sales()?.expected, { p50Ms: 0, p90Ms: 0, at: now() })
})

t.test('a supervisor’s switch, overflows and callbacks are counted on their queue', async (t) => {
  const play = script()
  const { board, tell } = play
  const sales = () => board.queues.get('sales' as never)
  t.match(sales(), { switchedTo: 'by-hours', callbacks: 0, overflowedToday: {} })
  tell('queue.switched', { queue: 'sales', to: 'emergency', by: '2001' })
  for (const why of ['wait', 'size', 'wait'])
    tell('contact.overflowed', { contact: 'c1', queue: 'sales', why, to: { voicemail: true } })
  t.match(sales(), { switchedTo: 'emergency', overflowedToday: { wait: 2, size: 1 } })
  const until = play.now() + 3_600_000
  queue(play, 'c2')
  const booked = { contact: 'c2', queue: 'sales', number: '555', since: 0, until }
  const bookedAt = (tell('callback.booked', booked), play.now())
  tell('callback.booked', booked)
  t.equal(sales()?.callbacks, 1)
  tell('callback.dialled', { contact: 'c2', leg: 'c2.1', attempt: 1 })
  tell('callback.missed', { contact: 'c2', attempt: 1, reason: 'busy', retryAt: until - 1000 })
  t.match(contact(board, 'c2')?.callback, { bookedAt, until, attempts: 1, retryAt: until - 1000 })
  tell('callback.cancelled', { contact: 'c2', by: '2001' })
  t.equal(sales()?.callbacks, 0)
  tell('agent.appeared', { agent: '1001' }, 86_400_000)
  t.same(sales()?.overflowedToday, {})
})
