import t from 'tap'
import type { VoiceEffect } from '../../core/effect.ts'
import { type LegId, named } from '../../core/names.ts'
import { arrived, caller, createStage, settle } from './fakes.ts'

const outside = named<LegId>('c1.1')
const progress: VoiceEffect = { do: 'progress', leg: caller }
const answer: VoiceEffect = { do: 'answer', leg: caller }
const ring: VoiceEffect = {
  do: 'ring',
  leg: outside,
  to: { uri: 'sip:110@example.com' },
  caller: { number: '138' },
  autoAnswer: false,
}

t.test('early media is opened once, and the 200 says what the 183 said', async (t) => {
  const stage = await createStage()
  stage.sip.onFact(arrived)
  stage.voice.perform(progress)
  stage.voice.perform(progress)
  stage.voice.perform(answer)
  stage.voice.perform(answer)
  stage.voice.perform(progress)
  await settle()
  t.same(stage.asked, [
    'media.answer caller',
    'sip.progress caller sdp for caller',
    'sip.answer caller sdp for caller',
  ])
})

t.test(
  'a caller in early media is not answered yet: it is refused when the centre stays away',
  async (t) => {
    const stage = await createStage()
    stage.sip.onFact(arrived)
    stage.voice.perform(progress)
    await settle()
    stage.voice.refuseUnanswered()
    t.ok(stage.asked.includes('media.close caller'))
    t.ok(stage.asked.includes('sip.refuse caller 503 overloaded'))
  },
)

t.test('an offer that cannot be served is refused at the first chance', async (t) => {
  const stage = await createStage({ refuses: 'their sdp' })
  stage.sip.onFact(arrived)
  stage.voice.perform(progress)
  stage.voice.perform(answer)
  await settle()
  t.ok(stage.asked.includes('sip.refuse caller 488 no-common-codec'))
  t.equal(stage.facts.filter(({ type }) => type === 'leg.ended').length, 1)
  t.notOk(stage.asked.some((asked) => asked.startsWith('sip.answer')))
})

t.test('a caller who gives up while early media opens leaves nothing behind', async (t) => {
  const stage = await createStage({ slowMedia: true })
  stage.sip.onFact(arrived)
  stage.voice.perform(progress)
  await settle()
  stage.sip.onFact({ type: 'leg.ended', leg: caller, reason: 'cancelled' })
  await stage.open()
  t.equal(stage.asked.at(-1), 'media.close caller')
  t.notOk(stage.asked.some((asked) => asked.startsWith('sip.progress')))
})

t.test(
  'the sound of a called party before its answer is opened, told, and taken over',
  async (t) => {
    const stage = await createStage()
    stage.voice.perform(ring)
    await settle()
    stage.sip.onFact({ type: 'leg.ringing', leg: outside })
    stage.sip.onFact({ type: 'leg.progressed', leg: outside, answer: 'early' })
    await settle()
    stage.sip.onFact({ type: 'leg.answered', leg: outside, answer: 'final' })
    await settle()
    t.same(stage.facts, [
      { type: 'leg.ringing', leg: outside },
      { type: 'leg.ringing', leg: outside, sounds: true },
      { type: 'leg.answered', leg: outside },
    ])
    t.equal(stage.asked.filter((asked) => asked === 'media.accept c1.1').length, 2)
  },
)

t.test('an early description that media refuses is passed over; the answer counts', async (t) => {
  const stage = await createStage({ refuses: 'early' })
  stage.voice.perform(ring)
  await settle()
  stage.sip.onFact({ type: 'leg.progressed', leg: outside, answer: 'early' })
  stage.sip.onFact({ type: 'leg.answered', leg: outside, answer: 'final' })
  await settle()
  t.same(stage.facts, [{ type: 'leg.answered', leg: outside }])
})
