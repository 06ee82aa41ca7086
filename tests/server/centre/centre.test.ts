import t from 'tap'
import type { Event } from '../../../core/event.ts'
import { anna, running } from './running.ts'

const types = (events: readonly Event[]) => events.map(({ type }) => type)

t.test('a call goes from the link through the world to the board and back to voice', async (t) => {
  const stage = await running(t)
  const heard: string[] = []
  stage.centre.subscribe((events) => heard.push(...types(events)))
  const leg = await stage.queues('a1')
  await stage.isReady(anna)
  await stage.until(() => stage.orders('ring').length === 1)
  t.match(stage.orders('ring'), [{ agent: anna, caller: { number: '555' } }])
  const [ring] = stage.orders('ring')
  if (ring) stage.say({ type: 'leg.answered', leg: ring.leg })
  await stage.until(() => stage.contacts()[0]?.phase === 'talking')
  const [contact] = stage.contacts()
  t.match(contact, { agent: anna, from: '555', queue: 'sales' })
  stage.say({ type: 'leg.ended', leg, reason: 'hung-up' })
  await stage.until(() => stage.contacts()[0]?.phase === 'wrapUp')
  const id = contact?.id ?? ('c0' as never)
  const ask = { ask: 'wrapUp', contact: id, disposition: 'sold', note: '' } as const
  const turn = await stage.centre.put({ type: 'agent.asked', agent: anna, ask })
  t.same(types(turn.events), ['agent.asked', 'agent.wrappedUp', 'agent.becameReady'])
  t.same(stage.contacts(), [])
  const story = types(await stage.centre.readEvents(id))
  for (const part of ['leg.arrived', 'contact.offered', 'contact.ended', 'agent.wrappedUp']) {
    t.ok(story.includes(part as never), `the story holds ${part}`)
    t.ok(heard.includes(part), `subscribers heard ${part}`)
  }
})

t.test('an ask that is not possible now is answered by its refusal', async (t) => {
  const stage = await running(t)
  const turn = await stage.centre.put({
    type: 'agent.asked',
    agent: anna,
    ask: { ask: 'hold', contact: 'c1' as never },
  })
  t.match(turn.events[1], { type: 'ask.refused', reason: 'not-possible-now' })
})

t.test('a centre says why it cannot take a call', async (t) => {
  const stage = await running(t)
  t.same(stage.centre.isReady(), { ok: true })
  await stage.stopVoice()
  await stage.until(() => !stage.centre.isReady().ok)
  t.match(stage.centre.isReady(), { reason: 'the voice process is not linked' })
})

t.test(
  'stopped and started again, it knows the caller who waits and the ready agent',
  async (t) => {
    const stage = await running(t)
    await stage.queues('a1')
    const [before] = stage.contacts()
    await stage.centre.stop()
    await stage.start()
    await stage.until(() => stage.centre.isReady().ok)
    t.same(stage.contacts(), [before])
    t.equal(stage.centre.counts().divergences, 0)
    await stage.isReady(anna)
    await stage.until(() => stage.orders('ring').length === 1)
  },
)

t.test('what voice told while the centre was away is heard once it is back', async (t) => {
  const stage = await running(t)
  const leg = await stage.queues('a1')
  await stage.centre.stop()
  stage.say({ type: 'leg.ended', leg, reason: 'hung-up' })
  await stage.start()
  await stage.until(() => stage.contacts().length === 0)
  t.match(stage.centre.board().queues.get('sales' as never), { today: { abandoned: 1 } })
})

t.test('a restarted voice process ends the legs of the former', async (t) => {
  const stage = await running(t)
  await stage.queues('a1')
  await stage.stopVoice()
  await stage.startVoice()
  await stage.until(() => stage.contacts().length === 0)
  t.ok(stage.centre.isReady().ok)
})

t.test('a ring that nobody answers ends by its timer, also after a restart', async (t) => {
  const stage = await running(t)
  await stage.queues('a1')
  await stage.isReady(anna)
  await stage.until(() => stage.orders('ring').length === 1)
  await stage.centre.stop()
  const { now } = Date
  t.teardown(() => (Date.now = now))
  Date.now = () => now() + 60_000
  await stage.start()
  await stage.until(() => stage.centre.board().agents.get(anna)?.state === 'notReady')
  t.match(stage.contacts(), [{ phase: 'waiting', position: 1 }])
})

t.test('an input that the reducers fail on is skipped, and everything else stands', async (t) => {
  const stage = await running(t)
  const leg = await stage.queues('a1')
  const [before] = stage.contacts()
  const poison = { type: 'agent.asked', agent: anna, ask: null } as never
  const [bad, good] = await Promise.allSettled([
    stage.centre.put(poison),
    stage.centre.put({ type: 'agent.loggedOn', agent: anna }),
  ])
  t.equal(bad.status, 'rejected')
  t.equal(good.status, 'fulfilled')
  t.equal(stage.centre.counts().bugs, 1)
  t.same(stage.contacts(), [before])
  t.equal(stage.centre.board().agents.get(anna)?.state, 'notReady')
  stage.say({ type: 'leg.ended', leg, reason: 'hung-up' })
  await stage.until(() => stage.contacts().length === 0)
  const skips: Event[] = []
  for await (const event of stage.centre.readJournal(0))
    if (event.type === 'centre.skipped') skips.push(event)
  t.match(skips, [{ skipped: { type: 'agent.asked', ask: null } }])
  await stage.centre.stop()
  await stage.start()
  t.equal(stage.centre.counts().divergences, 0)
  t.same(stage.fatal, [])
})

t.test('a bad fact of voice is skipped once and not repeated for ever', async (t) => {
  const stage = await running(t)
  stage.say({ type: 'timer.fired', timer: null } as never)
  await stage.until(() => stage.centre.counts().bugs > 0)
  await stage.queues('a1')
  t.equal(stage.centre.counts().bugs, 1)
})

t.test('a subscriber that fails does not hold up the others', async (t) => {
  const stage = await running(t)
  const heard: Event[] = []
  stage.centre.subscribe(() => {
    throw new Error('bad listener')
  })
  stage.centre.subscribe((events) => heard.push(...events))
  await stage.centre.put({ type: 'agent.loggedOn', agent: anna })
  t.ok(heard.length > 0)
  t.equal(stage.centre.counts().bugs, 1)
})

t.test('a stopped centre takes nothing more', async (t) => {
  const stage = await running(t)
  await stage.centre.stop()
  await t.rejects(stage.centre.put({ type: 'agent.loggedOn', agent: anna }))
})
