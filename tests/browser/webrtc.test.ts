import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { type LegId, named } from '../../core/names.ts'
import type { WebCodecName } from '../../media/webrtc/web-codecs.ts'
import { type Sound, openSound } from '../../testkit/phone/sound.ts'
import { dominantHz } from '../../testkit/sound/tone.ts'
import { startRelay } from '../media/webrtc/relay.ts'
import { noChromium, openChromium, openPage } from './chromium.ts'

const host = '127.0.0.1'
const leg = named<LegId>('browser')
const script = await readFile(new URL('peer.js', import.meta.url), 'utf8')

/** A page, the relay, and plain RTP in the engine's place that sends 600 Hz. */
async function meet(t: Test, codecs: readonly WebCodecName[] = ['pcmu']) {
  const lost: LegId[] = []
  const stranded: [LegId, string][] = []
  const relay = await startRelay({
    host,
    rtpPortMin: 42000,
    rtpPortMax: 42999,
    workers: 1,
    codecs,
    onStranded: (leg, why) => stranded.push([leg, why]),
    onLost: (leg) => lost.push(leg),
    onAlarm: () => undefined,
  })
  const engine = await openSound(host)
  engine.setTone(600)
  t.teardown(async () => {
    engine.close()
    await relay.stop()
  })
  const page = await openPage(t, await openChromium(t), script)
  return {
    relay,
    lost,
    stranded,
    engine,
    page,
    end: { ip: host, port: engine.port, ssrc: engine.ssrc },
  }
}

const ask = <Answer>(page: Page, what: string) => page.evaluate<Answer>(`peer.${what}`)
const quoted = (sdp: string) => JSON.stringify(sdp)

async function heardInPage(page: Page): Promise<number | undefined> {
  const { rate, pcm } = await ask<{ rate: number; pcm: number[] }>(page, 'heard()')
  return dominantHz(Int16Array.from(pcm), rate)
}

/** Waits up to 8 s until both hear the other's tone. */
async function hearEachOther(t: Test, page: Page, engine: Sound, when: string) {
  const giveUpAt = Date.now() + 8000
  let atEngine, atPage: number | undefined
  do {
    await sleep(200)
    atEngine = dominantHz(engine.heard(500))
    atPage = await heardInPage(page)
  } while (!(isNear(atEngine, 1000) && isNear(atPage, 600)) && Date.now() < giveUpAt)
  t.ok(isNear(atEngine, 1000), `the engine hears 1000 Hz ${when}: ${atEngine ?? 'nothing'}`)
  t.ok(isNear(atPage, 600), `the browser hears 600 Hz ${when}: ${atPage ?? 'nothing'}`)
}
const isNear = (hz: number | undefined, wanted: number) => Math.abs((hz ?? 0) - wanted) < 10

// A browser on a busy machine takes its time.
t.setTimeout(240_000)

t.test(
  'a browser that calls and the engine hear each other, also after hold and ICE restart',
  { skip: noChromium },
  async (t) => {
    const { relay, lost, engine, page, end } = await meet(t)
    const opening = await relay.answer(leg, await ask<string>(page, 'offer()'), end)
    engine.sendTo({ host: opening.relay.ip, port: opening.relay.port, codec: 'PCMU' })
    await ask(page, `hearAnswer(${quoted(opening.sdp)})`)
    await hearEachOther(t, page, engine, 'at first')

    const reoffer = async (options = '') => {
      const { sdp } = await relay.reanswer(leg, await ask<string>(page, `offer(${options})`))
      await ask(page, `hearAnswer(${quoted(sdp)})`)
      return sdp
    }
    for (const hold of ['sendonly', 'inactive'] as const) {
      await ask(page, `direct('${hold}')`)
      t.match(await reoffer(), hold === 'sendonly' ? 'a=recvonly' : 'a=inactive')
      await sleep(1200)
      t.equal(engine.heard(500).length, 0, `nothing comes from a browser that holds (${hold})`)
      t.equal(await heardInPage(page), undefined, `nor does it hear anything`)
      await ask(page, `direct('sendrecv')`)
      await reoffer()
      await hearEachOther(t, page, engine, `after ${hold}`)
    }

    const [before, after] = [opening.sdp, await reoffer('{ iceRestart: true }')].map(
      (sdp) => /a=ice-ufrag:(\S+)/.exec(sdp)?.[1],
    )
    t.not(before, after)
    await hearEachOther(t, page, engine, 'after an ICE restart')

    t.same(lost, [])
    await ask(page, 'close()')
    for (let n = 0; n < 20 && lost.length === 0; n++) await sleep(50)
    t.same(lost, [leg], 'a closed peer connection is noticed at once')
  },
)

t.test(
  'a browser that is called and the engine hear each other',
  { skip: noChromium },
  async (t) => {
    const { relay, engine, page, end } = await meet(t)
    const offer = await relay.offer(leg, end)
    const { ip, port } = await relay.accept(
      leg,
      await ask<string>(page, `answer(${quoted(offer)})`),
    )
    engine.sendTo({ host: ip, port, codec: 'PCMU' })
    await hearEachOther(t, page, engine, 'at first')
  },
)

t.test(
  'a page that crashes in the talk is stranded, though it says nothing',
  { skip: noChromium },
  async (t) => {
    const { relay, stranded, engine, page, end } = await meet(t)
    const opening = await relay.answer(leg, await ask<string>(page, 'offer()'), end)
    engine.sendTo({ host: opening.relay.ip, port: opening.relay.port, codec: 'PCMU' })
    await ask(page, `hearAnswer(${quoted(opening.sdp)})`)
    await hearEachOther(t, page, engine, 'at first')
    page.goto('chrome://crash').catch(() => undefined)
    for (let n = 0; n < 150 && stranded.length === 0; n++) await sleep(100)
    t.same(stranded, [[leg, 'path-lost']], 'consent (RFC 7675) has expired')
  },
)
