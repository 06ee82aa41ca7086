import t from 'tap'
import { agent, contact, queue, readyAnna, script, today } from './script.ts'

const led = (to: object) => ({ contact: 'c1', queue: 'sales', why: 'wait', to })

t.test('a caller who is led out of the queue does not stand in it any more', async (t) => {
  for (const [to, phase] of [
    [{ uri: 'sip:partner@outside' }, 'diverting'],
    [{ voicemail: true }, 'leavingMessage'],
    [{ goodbye: 'closed' }, 'leaving'],
    [{ callback: true }, 'leaving'],
  ] as const) {
    const play = script()
    queue(play, 'c1')
    play.tell('contact.overflowed', led(to))
    t.match(contact(play.board, 'c1'), { phase, since: play.now(), position: undefined })
    t.equal(play.board.queues.get('sales' as never)?.waiting, 0)
  }
})

t.test('who talks outside shows so, and counts neither as answered nor as abandoned', async (t) => {
  const play = script()
  queue(play, 'c1')
  play.tell('contact.overflowed', led({ uri: 'sip:partner@outside' }))
  play.tell('contact.diverted', { contact: 'c1', uri: 'sip:partner@outside' })
  t.equal(contact(play.board, 'c1')?.phase, 'diverted')
  const { closed } = play.tell('contact.ended', { contact: 'c1', outcome: 'diverted' })
  t.match(closed, [{ id: 'c1', outcome: 'diverted' }])
  t.match(today(play.board), { offered: 1, answered: 0, abandoned: 0 })
})

t.test(
  'a callback waits beside the queue, and its hours are nobody’s speed of answer',
  async (t) => {
    const play = script()
    const { board, tell, now } = play
    readyAnna(play)
    queue(play, 'c1')
    const since = now()
    const booked = { contact: 'c1', queue: 'sales', number: '555', since, until: since + 9e6 }
    tell('callback.booked', booked)
    t.match(contact(board, 'c1'), { phase: 'callback', callback: { waitedBeforeMs: 1000 } })
    t.equal(board.queues.get('sales' as never)?.waiting, 0)
    tell('callback.dialled', { contact: 'c1', leg: 'c1.1', attempt: 1 }, 3_600_000)
    t.match(contact(board, 'c1'), { phase: 'dialling', since: now() })
    tell('callback.missed', { contact: 'c1', attempt: 1, reason: 'busy', retryAt: now() + 60_000 })
    t.equal(contact(board, 'c1')?.phase, 'callback')
    tell('callback.dialled', { contact: 'c1', leg: 'c1.2', attempt: 2 }, 60_000)
    tell('contact.queued', { contact: 'c1', queue: 'sales', since })
    t.match(contact(board, 'c1'), { phase: 'waiting', position: 1, queuedAt: since })
    tell('contact.offered', { contact: 'c1', queue: 'sales', agent: '1001', reason: {} }, 0)
    tell('contact.connected', { contact: 'c1', queue: 'sales', agent: '1001' }, 3000)
    t.equal(contact(board, 'c1')?.waitedMs, 4000)
    t.match(today(board), { offered: 1, answered: 1, answeredWithin: 1, waitMsAnswered: 4000 })
  },
)

t.test(
  'where the agent comes first, the contact is his while the customer is called',
  async (t) => {
    const play = script()
    const { board, tell, now } = play
    readyAnna(play)
    queue(play, 'c1')
    const booking = {
      contact: 'c1',
      queue: 'sales',
      number: '555',
      since: now(),
      until: now() + 9e6,
    }
    tell('callback.booked', booking)
    tell('contact.offered', { contact: 'c1', queue: 'sales', agent: '1001', reason: {} })
    tell('callback.dialled', { contact: 'c1', leg: 'c1.2', attempt: 1 })
    t.match(contact(board, 'c1'), { phase: 'fetching', agent: '1001' })
    tell('agent.released', { contact: 'c1', agent: '1001', queue: 'sales', why: 'not-connected' })
    tell('callback.missed', { contact: 'c1', attempt: 1, reason: 'busy', retryAt: now() + 9000 }, 0)
    t.match(contact(board, 'c1'), { phase: 'callback', agent: undefined })
    t.match(agent(board, '1001'), { state: 'ready', contact: undefined })
  },
)
