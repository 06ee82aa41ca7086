import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import t from 'tap'
import type { LegId } from '../../core/names.ts'
import type { MediaFact } from '../../media/facts.ts'
import { startMedia } from '../../media/start-media.ts'
import { UdpPhone } from '../../testkit/phone/udp-phone.ts'
import { dominantHz } from '../../testkit/sound/tone.ts'
import { levelDb, loudestClick } from '../../testkit/sound/verdict.ts'
import { openRelay } from './impairment-relay.ts'
import { answerOffer } from './room.ts'

const [one, two, three] = ['one', 'two', 'three'] as LegId[] as [LegId, LegId, LegId]

t.test(
  'over 10 s of a bad network a tone is heard without holes, and the record says so',
  async (t) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'callwright-impaired-'))
    const promptsDir = join(dataDir, 'prompts')
    await mkdir(promptsDir)
    const facts: MediaFact[] = []
    const media = await startMedia(
      {
        host: '127.0.0.1',
        rtpPortMin: 44_000,
        rtpPortMax: 44_199,
        promptsDir,
        dataDir,
        onFact: (fact) => facts.push(fact),
      },
      () => Promise.reject(new Error('no worker')),
    )
    const phones = await Promise.all([600, 1000, 1500].map((hertz) => UdpPhone.open(hertz)))
    const [anna, bert, carl] = phones as [UdpPhone, UdpPhone, UdpPhone]
    const endpoint = media.openEndpoint(one, { offer: anna.offer })
    const room = await endpoint.answer(anna.offer)
    const port = Number(/m=audio (\d+)/.exec(room)?.[1])
    const relay = await openRelay(port, { loss: 0.05, jitterMs: 30, seed: 11 })
    t.teardown(async () => {
      for (const phone of phones) phone.close()
      await media.stop()
      relay.close()
      await rm(dataDir, { recursive: true })
    })
    anna.connect(room.replace(`m=audio ${port}`, `m=audio ${relay.port}`))
    bert.connect(await answerOffer(media, two, bert.offer))
    carl.connect(await answerOffer(media, three, carl.offer))
    // Three in a conference are mixed, so that Anna is decoded.
    const legs = [one, two, three]
    media.perform({
      do: 'hear',
      rows: legs.map((leg) => [
        leg,
        legs.filter((l) => l !== leg).map((other) => ({ leg: other })),
      ]),
    })
    await pass(3000)
    bert.forget()
    await pass(10_000)
    const heard = bert.sound
    t.ok(heard.length > 9 * 8000)
    const pieces = Array.from({ length: Math.floor(heard.length / 800) }, (_, n) =>
      heard.subarray(n * 800, n * 800 + 800),
    )
    const holes = pieces.filter((piece) => levelDb(600, piece) < -20)
    t.equal(holes.length, 0, '100 ms without the tone')
    t.ok(loudestClick(heard).times < 4)
    t.equal(dominantHz(anna.sound) === undefined, false, 'the relay passes what the room says')
    t.ok(relay.dropped() > 10)
    endpoint.close()
    await pass(200)
    const [told] = facts.filter((fact) => fact.type === 'leg.measured' && fact.final)
    if (told?.type !== 'leg.measured') throw new Error('nothing is in the record')
    const { codec, lost, jitterMs, rFactor } = told.quality
    t.equal(codec, 'PCMU')
    t.ok(Math.abs(lost - relay.dropped()) <= 3, `${lost} lost`)
    t.ok(jitterMs > 4 && jitterMs < 30, `${jitterMs} ms`)
    t.ok(rFactor > 60 && rFactor < 88, `R ${rFactor}`)
  },
)
