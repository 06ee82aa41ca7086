import t from 'tap'
import type { VoiceEffect } from '../../core/effect.ts'
import { type AgentId, type LegId, named, type PromptId } from '../../core/names.ts'
import { arrived, caller, createStage, settle, type Stage } from './fakes.ts'

const agentLeg = named<LegId>('c1.1')
const ring: VoiceEffect = {
  do: 'ring',
  leg: agentLeg,
  agent: named<AgentId>('1001'),
  to: { softphone: named<AgentId>('1001') },
  caller: { number: '138' },
  autoAnswer: false,
}
const endings = (stage: Stage) => stage.facts.filter(({ type }) => type === 'leg.ended')

t.test(
  'a call is announced without its SDP, answered by order, and answered by the ACK',
  async (t) => {
    const stage = await createStage()
    stage.sip.onFact(arrived)
    const [told] = stage.facts
    t.same(told, {
      type: 'leg.arrived',
      leg: caller,
      number: '95000',
      from: '138',
      via: 'sip',
      draw: told?.type === 'leg.arrived' && told.draw,
    })
    stage.voice.perform({ do: 'answer', leg: caller })
    stage.voice.perform({ do: 'answer', leg: caller })
    await settle()
    t.same(stage.asked, ['media.answer caller', 'sip.answer caller sdp for caller'])
    stage.sip.onFact({ type: 'leg.answered', leg: caller })
    t.same(stage.facts.at(-1), { type: 'leg.answered', leg: caller })
    t.equal(stage.voice.legCount(), 1)
  },
)

t.test('what a caller shall hear waits until the endpoint is open', async (t) => {
  const stage = await createStage({ slowMedia: true })
  stage.sip.onFact(arrived)
  stage.voice.perform({ do: 'answer', leg: caller })
  stage.voice.perform({ do: 'hear', rows: [[caller, [{ music: named<PromptId>('music') }]]] })
  await settle()
  t.same(stage.asked, ['media.answer caller'])
  await stage.open()
  const row = '[["caller",[{"music":"music"}]]]'
  t.same(stage.asked.slice(1), [
    `media.hear ${row}`,
    'sip.answer caller sdp for caller',
    `media.hear ${row}`,
  ])
})

t.test('a row that names a leg before it is rung takes effect when that leg opens', async (t) => {
  const stage = await createStage()
  stage.sip.onFact(arrived)
  stage.voice.perform({ do: 'answer', leg: caller })
  stage.voice.perform({ do: 'hear', rows: [[caller, [{ leg: agentLeg }]]] })
  await settle()
  stage.asked.length = 0
  stage.voice.perform(ring)
  await settle()
  t.same(stage.asked, [
    'media.offer.web c1.1',
    'media.hear [["caller",[{"leg":"c1.1"}]]]',
    'sip.ring c1.1',
  ])
})

t.test('an offer without a common codec is refused with 488, and the leg ends once', async (t) => {
  const stage = await createStage({ refuses: 'their sdp' })
  stage.sip.onFact(arrived)
  stage.voice.perform({ do: 'answer', leg: caller })
  await settle()
  t.ok(stage.asked.includes('sip.refuse caller 488 no-common-codec'))
  t.same(endings(stage), [{ type: 'leg.ended', leg: caller, reason: 'no-common-codec' }])
})

t.test('a rung leg is answered when media has taken the answer', async (t) => {
  const stage = await createStage({ slowMedia: true })
  stage.voice.perform(ring)
  stage.voice.perform(ring)
  await settle()
  await stage.open()
  t.same(stage.asked, ['media.offer.web c1.1', 'sip.ring c1.1'])
  stage.sip.onFact({ type: 'leg.ringing', leg: agentLeg })
  stage.sip.onFact({ type: 'leg.answered', leg: agentLeg, answer: 'ok' })
  await settle()
  t.same(stage.facts, [{ type: 'leg.ringing', leg: agentLeg }])
  await stage.open()
  t.same(stage.facts.at(-1), { type: 'leg.answered', leg: agentLeg })
})

t.test('a rung leg whose answer media refuses is hung up', async (t) => {
  const stage = await createStage({ refuses: 'bad' })
  stage.voice.perform(ring)
  await settle()
  stage.sip.onFact({ type: 'leg.answered', leg: agentLeg, answer: 'bad' })
  await settle()
  t.ok(stage.asked.includes('sip.hangUp c1.1 no-common-codec'))
  t.same(endings(stage), [{ type: 'leg.ended', leg: agentLeg, reason: 'no-common-codec' }])
})

t.test('a hang-up overtakes an endpoint that is still opening', async (t) => {
  const stage = await createStage({ slowMedia: true })
  stage.voice.perform(ring)
  await settle()
  stage.voice.perform({ do: 'hangUp', leg: agentLeg, reason: 'elsewhere' })
  t.same(endings(stage), [{ type: 'leg.ended', leg: agentLeg, reason: 'elsewhere' }])
  await stage.open()
  t.notOk(stage.asked.some((asked) => asked.startsWith('sip.ring')))
  t.equal(stage.asked.at(-1), 'media.close c1.1')
  t.equal(endings(stage).length, 1)
})

t.test('a leg whose media is lost is hung up, and ends once', async (t) => {
  const stage = await createStage()
  stage.voice.perform(ring)
  await settle()
  stage.fromMedia({ type: 'leg.mediaLost', leg: agentLeg, reason: 'path-lost' })
  stage.sip.onFact({ type: 'leg.ended', leg: agentLeg, reason: 'hung-up' })
  stage.voice.perform({ do: 'hangUp', leg: agentLeg, reason: 'finished' })
  t.same(endings(stage), [{ type: 'leg.ended', leg: agentLeg, reason: 'media-lost' }])
})

const stranded = { type: 'leg.stranded', leg: agentLeg, reason: 'media-worker-died' } as const

t.test(
  'a leg that is stranded goes on over a new path, and the centre hears nothing',
  async (t) => {
    const stage = await createStage()
    stage.voice.perform(ring)
    await settle()
    stage.fromMedia(stranded)
    await settle()
    t.same(stage.asked.slice(-3), [
      'media.reoffer c1.1',
      'sip.reoffer c1.1 sdp for c1.1',
      'media.accept c1.1',
    ])
    t.same(stage.facts, [])
    t.equal(stage.voice.legCount(), 1)
  },
)

t.test('a leg whose party does not take the new path is lost, and says why', async (t) => {
  const stage = await createStage({ refusesReoffer: true })
  stage.voice.perform(ring)
  await settle()
  stage.fromMedia(stranded)
  await settle()
  t.same(stage.facts, [
    { type: 'leg.mediaLost', leg: agentLeg, reason: 'media-worker-died' },
    { type: 'leg.ended', leg: agentLeg, reason: 'media-lost' },
  ])
})

t.test('digits of a leg that is gone are nobody’s', async (t) => {
  const stage = await createStage()
  stage.fromMedia({ type: 'leg.digit', leg: caller, digit: '1', by: 'event' })
  stage.sip.onFact({ type: 'leg.digit', leg: caller, digit: '1' })
  t.same(stage.facts, [])
})

t.test('a key that a phone tells by INFO and by event reaches the centre once', async (t) => {
  const stage = await createStage()
  stage.sip.onFact(arrived)
  for (const digit of ['1', '1', '#']) {
    stage.fromMedia({ type: 'leg.digit', leg: caller, digit, by: 'event' })
    stage.sip.onFact({ type: 'leg.digit', leg: caller, digit })
  }
  const told = stage.facts.filter(({ type }) => type === 'leg.digit')
  t.same(
    told,
    ['1', '1', '#'].map((digit) => ({ type: 'leg.digit', leg: caller, digit })),
  )
  t.same(stage.logged, [], 'and no log')
})

t.test('callers wait for a centre that is away, and are refused when it is gone', async (t) => {
  const stage = await createStage()
  stage.sip.onFact(arrived)
  stage.voice.refuseUnanswered()
  t.ok(stage.asked.includes('sip.refuse caller 503 overloaded'))
  t.same(endings(stage), [{ type: 'leg.ended', leg: caller, reason: 'overloaded' }])
  stage.centreGone = true
  const told = stage.facts.length
  stage.sip.onFact({ ...arrived, leg: named<LegId>('next') })
  t.ok(stage.asked.includes('sip.refuse next 503 overloaded'))
  t.equal(stage.facts.length, told, 'not announced')
})

t.test('a re-INVITE is answered by media', async (t) => {
  const stage = await createStage()
  stage.sip.onFact(arrived)
  stage.voice.perform({ do: 'answer', leg: caller })
  await settle()
  t.equal(await stage.sip.onReoffer(caller, 'hold'), 'sdp for caller')
})

t.test('a stop hangs up what is left', async (t) => {
  const stage = await createStage()
  stage.sip.onFact(arrived)
  await stage.voice.stop()
  t.same(endings(stage), [{ type: 'leg.ended', leg: caller, reason: 'draining' }])
  t.same(stage.asked.slice(-2), ['media.stop', 'sip.stop'])
})

t.test(
  'a key between our 200 and the ACK is told behind the answer, whichever way it came',
  async (t) => {
    const stage = await createStage()
    stage.sip.onFact(arrived)
    stage.voice.perform({ do: 'answer', leg: caller })
    await settle()
    stage.fromMedia({ type: 'leg.digit', leg: caller, digit: '1', by: 'event' })
    stage.sip.onFact({ type: 'leg.digit', leg: caller, digit: '2' })
    t.same(stage.facts.slice(1), [])
    stage.sip.onFact({ type: 'leg.answered', leg: caller })
    t.same(stage.facts.slice(1), [
      { type: 'leg.answered', leg: caller },
      { type: 'leg.digit', leg: caller, digit: '1' },
      { type: 'leg.digit', leg: caller, digit: '2' },
    ])
  },
)
