import t from 'tap'
import { plainPolicy } from '../../core/policy.ts'
import { someQuality } from '../../testkit/samples.ts'
import { contact, queue, readyAnna, script, talk, tenant } from './script.ts'

const measured = (leg: string, rFactor: number, mos: number) => ({
  leg,
  final: false,
  quality: { ...someQuality, rFactor, mos },
})

/** Anna talks with the caller of c1. */
function talking() {
  const play = script()
  readyAnna(play)
  queue(play, 'c1')
  play.tell('leg.answered', { leg: 'c1.1' })
  talk(play)
  return { ...play, sound: () => contact(play.board, 'c1')?.sound }
}

t.test('each party’s sound is shown as last measured', async (t) => {
  const { tell, sound } = talking()
  t.equal(sound(), undefined, 'nothing is known at first')
  const { contacts } = tell('leg.measured', measured('l-c1', 65, 3.4))
  t.same([...contacts], ['c1'])
  tell('leg.measured', measured('c1.1', 92, 4.4))
  const agent = { grade: 'good', mos: 4.4 }
  t.same(sound(), { caller: { grade: 'poor', mos: 3.4 }, agent })
  tell('leg.measured', measured('l-c1', 75, 3.8))
  t.same(sound(), { caller: { grade: 'fair', mos: 3.8 }, agent })
})

t.test('a leg that has ended shows no sound, whatever is told of it after', async (t) => {
  const { tell, sound } = talking()
  tell('leg.measured', measured('c1.1', 92, 4.4))
  tell('leg.ended', { leg: 'c1.1', reason: 'media-lost' })
  tell('leg.measured', measured('c1.1', 40, 2.1))
  t.same(sound(), {})
  tell('leg.answered', { leg: 'c1.2' })
  tell('contact.agentRejoined', { contact: 'c1', agent: '1001', leg: 'c1.2' })
  tell('leg.measured', measured('c1.2', 30, 1.5))
  t.same(sound(), { agent: { grade: 'bad', mos: 1.5 } })
})

t.test('of a contact that is closed, nothing stays', async (t) => {
  const { board, tell } = talking()
  tell('leg.measured', measured('l-c1', 65, 3.4))
  tell('leg.measured', measured('nobody', 65, 3.4))
  const by = { agent: '1001', contact: 'c1', queue: 'sales' }
  tell('agent.released', { ...by, why: 'talked' })
  tell('contact.ended', { contact: 'c1', outcome: 'handled', reason: 'hung-up' })
  tell('leg.ended', { leg: 'l-c1', reason: 'hung-up' })
  tell('agent.wrappedUp', { ...by, disposition: '', note: '', by: 'agent' })
  t.same([board.contacts.size, board.parties.size, board.contactOfLeg.size], [0, 0, 0])
})

t.test(
  'where the rule wants it from the answer on, a recording is shown while one waits',
  async (t) => {
    const play = script()
    readyAnna(play)
    queue(play, 'c1')
    t.equal(contact(play.board, 'c1')?.recording, false, 'the rule wants the talk')
    const policy = plainPolicy([{ id: 'sales' as never }])
    const queues = policy.queues.map((rule) => ({
      ...rule,
      recording: { when: 'answer', mask: false },
    }))
    play.tell('tenant.configured', { tenant: { ...tenant, policy: { ...policy, queues } } })
    queue(play, 'c2')
    t.equal(contact(play.board, 'c2')?.recording, true)
    play.tell('recording.ended', { recording: 'c2' })
    t.equal(contact(play.board, 'c2')?.recording, false)
  },
)

t.test('a recording is shown paused, and not at all where the rule wants none', async (t) => {
  const { board, tell, now } = talking()
  const paused = { contact: 'c1', agent: '1001', recording: 'c1' }
  tell('recording.paused', paused)
  t.match(contact(board, 'c1'), { recording: true, recordingPausedAt: now() })
  tell('recording.resumed', { ...paused, by: 'agent' })
  t.match(contact(board, 'c1'), { recording: true, recordingPausedAt: undefined })
  const policy = plainPolicy([{ id: 'sales' as never }])
  const rules = policy.queues.map((rule) => ({
    ...rule,
    recording: { when: 'never', mask: false },
  }))
  tell('tenant.configured', { tenant: { ...tenant, policy: { ...policy, queues: rules } } })
  tell('agent.released', { ...paused, queue: 'sales', why: 'talked' })
  queue({ board, tell, now }, 'c2')
  talk({ board, tell, now }, 'c2')
  t.equal(contact(board, 'c2')?.recording, false)
})
