import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import t from 'tap'
import { hearEachOther } from '../../core/hearing.ts'
import type { LegId, PlayId, PromptId, RecordingId } from '../../core/names.ts'
import { parseWav } from '../../media/engine/wav.ts'
import type { MediaFact } from '../../media/facts.ts'
import { openRecording } from '../../media/recording/open-recording.ts'
import { hashOf } from '../../media/recording/recorded.ts'
import { createRecordingKey } from '../../media/recording/recording-key.ts'
import { MediaRefusal } from '../../media/refusal.ts'
import { dominantHz } from '../../testkit/sound/tone.ts'
import { heard } from './engine/table.ts'
import { answerOffer, connect, furnish, until } from './room.ts'

type Fact<Type extends MediaFact['type']> = Extract<MediaFact, { type: Type }>

const [one, two] = ['one', 'two'] as LegId[] as [LegId, LegId]
const recording = 'c1' as RecordingId

t.test('two phones hear each other, a prompt covers it, and both are recorded', async (t) => {
  const { media, facts, dataDir, phone } = await furnish(t)
  const [low, high] = [await phone(600), await phone(1000)]
  await connect(media, one, low)
  await connect(media, two, high)
  t.same(media.legs(), [one, two])
  media.perform({ do: 'hear', rows: hearEachOther(one, two) })
  media.perform({ do: 'record', recording, left: one, right: [two] })
  await pass(300)
  low.forget()
  high.forget()
  await pass(1000)
  t.equal(dominantHz(low.sound), 1000)
  t.equal(dominantHz(high.sound), 600)

  const play = 'c1.p1' as PlayId
  media.perform({ do: 'play', leg: one, play, prompts: ['tone' as PromptId] })
  await pass(100)
  low.forget()
  high.forget()
  await pass(300)
  t.equal(dominantHz(low.sound), 2000)
  t.equal(dominantHz(high.sound), 600, 'the other goes on hearing')
  await until(() => facts.find((fact) => fact.type === 'leg.played'))
  await pass(100)
  low.forget()
  await pass(300)
  t.equal(dominantHz(low.sound), 1000)

  low.press(5)
  await pass(100)
  low.press(11)
  const digits = await until(() => {
    const found = facts.filter((fact) => fact.type === 'leg.digit')
    return found.length >= 2 ? found : undefined
  })
  t.same(digits, [
    { type: 'leg.digit', leg: one, digit: '5', by: 'event' },
    { type: 'leg.digit', leg: one, digit: '#', by: 'event' },
  ])

  media.perform({ do: 'stopRecording', recording })
  const ended = await until(() =>
    facts.find((fact): fact is Fact<'recording.ended'> => fact.type === 'recording.ended'),
  )
  t.match(ended.file, /^recordings\/\d{4}-\d\d-\d\d\/c1\.wav$/)
  const bytes = await readFile(join(dataDir, ended.file))
  t.equal(bytes.length, ended.bytes)
  const { channels, sampleRate, samples } = parseWav(bytes)
  t.same([channels, sampleRate], [2, 8000])
  t.equal(samples.length / 2 / 8000, ended.seconds)
  const [left, right] = [0, 1].map((side) =>
    samples.filter((_, n) => n % 2 === side).subarray(4000),
  )
  t.same(heard(left ?? samples, [600, 1000, 2000]), [600], 'the caller is left')
  t.same(heard(right ?? samples, [600, 1000, 2000]), [1000], 'the agent is right')
  t.same(
    facts.filter((fact) => fact.type === 'media.faulted'),
    [
      {
        type: 'media.faulted',
        reason: 'media-worker-died',
        detail: 'browsers cannot call: WebRTC did not start: no worker',
      },
    ],
  )
  t.throws(
    () => media.openEndpoint('web' as LegId, { called: 'web' }),
    new MediaRefusal('overloaded', ''),
  )
})

t.test(
  'hold and resume by re-INVITE: silent and back, one session, a rising version',
  async (t) => {
    const { media, phone } = await furnish(t)
    const anna = await phone(600)
    const originOf = (sdp: string) => /o=- (\d+) (\d+)/.exec(sdp)?.slice(1).map(Number) ?? []
    const endpoint = media.openEndpoint(one, { offer: anna.offer })
    const first = await endpoint.answer(anna.offer)
    anna.connect(first)
    await pass(200)
    const held = await endpoint.reanswer(
      anna.offer.replace('a=rtpmap:0', 'a=sendonly\r\na=rtpmap:0'),
    )
    t.match(held, 'a=recvonly')
    await pass(100)
    anna.forget()
    await pass(300)
    t.equal(anna.arrivals.length, 0)
    const resumed = await endpoint.reanswer(anna.offer)
    t.match(resumed, 'a=sendrecv')
    await pass(300)
    t.ok(anna.arrivals.length > 8)
    const [[session, version = 0], ...later] = [first, held, resumed].map(originOf) as [
      number[],
      ...number[][],
    ]
    t.same(later, [
      [session, version + 1],
      [session, version + 2],
    ])
    const other = anna.offer.replaceAll('IN IP4 127.0.0.1', 'IN IP6 ::1')
    await t.rejects(endpoint.reanswer(other), new MediaRefusal('bad-offer', ''))
    await t.rejects(endpoint.reanswer('nonsense'), new MediaRefusal('bad-offer', ''))
    t.same(media.legs(), [one], 'a refused offer changes nothing')
  },
)

t.test('a party that we call is offered a port and hears once it has answered', async (t) => {
  const { media, phone } = await furnish(t)
  const anna = await phone(600)
  const endpoint = media.openEndpoint(one, { called: 'sip' })
  anna.connect(await endpoint.offer())
  await pass(200)
  t.equal(anna.arrivals.length, 0)
  await endpoint.accept(anna.offer)
  await pass(300)
  t.ok(anna.arrivals.length > 8)
  const other = media.openEndpoint(two, { called: 'sip' })
  await t.rejects(other.accept(anna.offer), new MediaRefusal('bad-offer', ''))
})

t.test('busy ports refuse the next party, and a closed leg makes room', async (t) => {
  const { media, facts, phone } = await furnish(t, { rtpPortMin: 43_001, rtpPortMax: 43_004 })
  const [anna, bert] = [await phone(600), await phone(1000)]
  const endpoint = media.openEndpoint(one, { offer: anna.offer })
  t.match(await endpoint.answer(anna.offer), 'm=audio 43002 ')
  await t.rejects(answerOffer(media, two, bert.offer), new MediaRefusal('overloaded', ''))
  t.same(media.legs(), [one])
  const isNoPort = (fact: MediaFact) =>
    fact.type === 'media.faulted' && fact.reason === 'no-free-port' && 'leg' in fact
  t.ok(facts.some(isNoPort))
  endpoint.close()
  endpoint.close()
  t.match(await answerOffer(media, two, bert.offer), 'm=audio 43002 ')
})

t.test('an address that is not ours refuses parties with an alarm', async (t) => {
  const { media, facts, phone } = await furnish(t, { host: '192.0.2.1' })
  await t.rejects(
    answerOffer(media, one, (await phone(600)).offer),
    new MediaRefusal('overloaded', ''),
  )
  t.ok(facts.some((fact) => fact.type === 'media.faulted' && /EADDRNOTAVAIL/.test(fact.detail)))
})

t.test('a leg that is closed while it opens does not stay open', async (t) => {
  const { media, phone } = await furnish(t)
  const { offer } = await phone(600)
  const endpoint = media.openEndpoint(one, { offer })
  const answering = endpoint.answer(offer)
  endpoint.close()
  await t.rejects(answering, new MediaRefusal('overloaded', ''))
  t.same(media.legs(), [])
})

t.test('garbage and strangers on the port disturb nobody', async (t) => {
  const { media, facts, phone } = await furnish(t)
  const [anna, bert, mallory] = [await phone(600), await phone(1000), await phone(1500)]
  const endpoint = await connect(media, one, anna)
  await connect(media, two, bert)
  media.perform({ do: 'hear', rows: hearEachOther(one, two) })
  await pass(200)
  mallory.connect(await endpoint.reanswer(anna.offer))
  for (let n = 0; n < 200; n++) mallory.throwGarbage(n)
  await pass(300)
  bert.forget()
  await pass(500)
  t.same(heard(bert.sound, [600, 1500]), [600])
  t.equal(mallory.arrivals.length, 0)
  t.same(
    facts.filter((fact) => fact.type !== 'media.faulted'),
    [],
  )
})

t.test('stopping writes the recordings that still run', async (t) => {
  const { media, facts, dataDir, phone } = await furnish(t)
  await connect(media, one, await phone(600))
  media.perform({ do: 'record', recording, left: one, right: [] })
  await pass(500)
  await media.stop()
  const ended = facts.find(
    (fact): fact is Fact<'recording.ended'> => fact.type === 'recording.ended',
  )
  t.ok((ended?.seconds ?? 0) > 0.3)
  t.equal((await readFile(join(dataDir, ended?.file ?? ''))).length, ended?.bytes)
})

t.test('a recording is compact and sealed where the settings say so', async (t) => {
  const keys = { current: createRecordingKey(randomBytes(32)), old: [] }
  const { media, facts, dataDir, phone } = await furnish(t, { recording: { format: 'opus', keys } })
  await connect(media, one, await phone(600))
  media.perform({ do: 'record', recording, left: one, right: [] })
  await pass(1500)
  media.perform({ do: 'stopRecording', recording })
  const ended = await until(() =>
    facts.find((fact): fact is Fact<'recording.ended'> => fact.type === 'recording.ended'),
  )
  t.match(ended, { format: 'opus', encrypted: true, file: /\/c1\.opus\.sealed$/ })
  t.ok(ended.seconds > 1)
  const opened = await openRecording(dataDir, ended.file, keys)
  t.equal(await hashOf(opened).finally(opened.close), ended.sha256)
  t.equal(opened.contentType, 'audio/ogg; codecs=opus')
})
