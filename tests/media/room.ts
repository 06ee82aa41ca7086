import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import type { Test } from 'tap'
import type { LegId } from '../../core/names.ts'
import type { MediaEndpoint, SipTerms } from '../../media/endpoint/endpoint.ts'
import type { MediaFact } from '../../media/facts.ts'
import type { Media, MediaOptions } from '../../media/media.ts'
import { startMedia } from '../../media/start-media.ts'
import { UdpPhone } from '../../testkit/phone/udp-phone.ts'
import { tone, wavOf } from '../../testkit/sound/tone.ts'

/** A media room of its own without WebRTC, with a prompt of 2000 Hz. */
export async function furnish(t: Test, changes: Partial<MediaOptions> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'callwright-media-'))
  const promptsDir = join(dataDir, 'prompts')
  await mkdir(promptsDir)
  await writeFile(join(promptsDir, 'tone.wav'), wavOf(tone(2000, 500)))
  const facts: MediaFact[] = []
  const options = { host: '127.0.0.1', rtpPortMin: 41_000, rtpPortMax: 41_999, promptsDir, dataDir }
  const media = await startMedia(
    { ...options, ...changes, onFact: (fact) => facts.push(fact) },
    () => Promise.reject(new Error('no worker')),
  )
  t.teardown(async () => {
    await media.stop()
    await rm(dataDir, { recursive: true })
  })
  const phone = async (hertz: number) => {
    const opened = await UdpPhone.open(hertz)
    t.teardown(() => opened.close())
    return opened
  }
  return { media, facts, dataDir, promptsDir, phone }
}

/** Waits for up to 5 s. */
export async function until<Found>(find: () => Found | undefined): Promise<Found> {
  for (let tries = 0; tries < 250; tries++) {
    const found = find()
    if (found !== undefined) return found
    await pass(20)
  }
  throw new Error('waited for 5 s in vain')
}

/** Opens an endpoint for a party that offered; gives our answer. */
export const answerOffer = (
  media: Media,
  leg: LegId,
  offer: string,
  terms?: SipTerms,
): Promise<string> => media.openEndpoint(leg, { offer, terms }).answer(offer)

export async function connect(media: Media, leg: LegId, phone: UdpPhone): Promise<MediaEndpoint> {
  const { offer } = phone
  const endpoint = media.openEndpoint(leg, { offer })
  phone.connect(await endpoint.answer(offer))
  return endpoint
}
