import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { setTimeout as pass } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { hearEachOther } from '../../../core/hearing.ts'
import type { LegId } from '../../../core/names.ts'
import type { MediaOptions } from '../../../media/media.ts'
import { MediaRefusal } from '../../../media/refusal.ts'
import { masterBytes, type SuiteName, suites } from '../../../media/srtp/suites.ts'
import { dominantHz } from '../../../testkit/sound/tone.ts'
import { answerOffer, connect, furnish } from '../room.ts'
import { SecurePhone } from './secure-phone.ts'

const [one, two] = ['one', 'two'] as LegId[] as [LegId, LegId]
const makeKey = (suite: SuiteName) => randomBytes(masterBytes(suites[suite])).toString('base64')

async function furnishSecure(t: Test, changes: Partial<MediaOptions> = {}) {
  const ports = { rtpPortMin: 42_000, rtpPortMax: 42_999 }
  const { media, facts, phone: plain } = await furnish(t, { ...ports, ...changes })
  const secure = async (hertz: number, suite: SuiteName) => {
    const phone = await SecurePhone.open(hertz, suite, makeKey(suite))
    t.teardown(() => phone.close())
    return phone
  }
  return { media, facts, plain, secure }
}

/** Whether this tone comes to be heard, within 6 s. */
async function hears(phone: { sound: Int16Array; forget: () => void }, hz: number) {
  for (let waited = 0; waited < 6000; waited += 400) {
    phone.forget()
    await pass(400)
    if (Math.abs((dominantHz(phone.sound) ?? 0) - hz) <= 5) return true
  }
  return false
}

for (const suite of ['AES_CM_128_HMAC_SHA1_80', 'AEAD_AES_256_GCM'] as const)
  t.test(`a trunk that offers ${suite} and a plain phone hear each other`, async (t) => {
    const { media, plain, secure } = await furnishSecure(t)
    const [trunk, phone] = [await secure(600, suite), await plain(1000)]
    const endpoint = media.openEndpoint(one, { offer: trunk.offer })
    trunk.connect(await endpoint.answer(trunk.offer))
    await connect(media, two, phone)
    media.perform({ do: 'hear', rows: hearEachOther(one, two) })
    t.ok(await hears(trunk, 1000), 'the trunk')
    t.ok(await hears(phone, 600), 'the phone')
    trunk.connect(await endpoint.reanswer(trunk.offer))
    t.ok(await hears(trunk, 1000), 'after a re-INVITE with the same key')
    t.equal(trunk.refused, 0, 'every packet was genuine')
  })

t.test('an offer of ours under SRTP=required is answered with one of its suites', async (t) => {
  const { media, secure } = await furnishSecure(t, { srtp: 'required' })
  const endpoint = media.openEndpoint(one, { called: 'sip' })
  const offer = await endpoint.offer()
  t.match(offer, 'RTP/SAVP ')
  const trunk = await secure(600, 'AES_CM_128_HMAC_SHA1_80')
  await endpoint.accept(trunk.answerTo(offer))
  media.perform({ do: 'hear', rows: [[one, [{ leg: one }]]] })
  t.ok(await hears(trunk, 600), 'its own voice comes back')

  const other = media.openEndpoint(two, { called: 'sip' })
  await other.offer()
  const plain = trunk.offer.replace('SAVP', 'AVP')
  await t.rejects(other.accept(plain), MediaRefusal)
  await t.rejects(answerOffer(media, 'three' as LegId, plain), MediaRefusal)
})

t.test('one party may have terms of its own', async (t) => {
  const { media, secure, plain } = await furnishSecure(t)
  const terms = { srtp: 'required', codecs: ['g722'] } as const
  const offer = await media.openEndpoint(one, { called: 'sip', terms }).offer()
  t.match(offer, 'RTP/SAVP 9 ', 'G.722 alone, and protected')
  t.match(
    await media.openEndpoint(two, { called: 'sip' }).offer(),
    'RTP/AVP 0 ',
    'the others as the installation says',
  )
  const { offer: unprotected } = await plain(600)
  const { offer: protectedOne } = await secure(600, 'AEAD_AES_128_GCM')
  const [three, four] = ['three' as LegId, 'four' as LegId]
  await t.rejects(answerOffer(media, three, unprotected, { srtp: 'required' }), MediaRefusal)
  await t.rejects(answerOffer(media, three, protectedOne, { srtp: 'off' }), MediaRefusal)
  await t.rejects(answerOffer(media, three, protectedOne, { codecs: ['opus'] }), MediaRefusal)
  t.match(await answerOffer(media, four, protectedOne), 'RTP/SAVP')
})

t.test('packets under another key are not heard, and that is told', async (t) => {
  const { media, facts, plain, secure } = await furnishSecure(t)
  const [trunk, phone] = [await secure(600, 'AEAD_AES_128_GCM'), await plain(1000)]
  const answer = await answerOffer(media, one, trunk.offer)
  trunk.changeKey(makeKey('AEAD_AES_128_GCM'))
  trunk.connect(answer)
  await connect(media, two, phone)
  media.perform({ do: 'hear', rows: hearEachOther(one, two) })
  const told = () => facts.filter((fact) => 'reason' in fact && fact.reason === 'foreign-rtp')
  for (let waited = 0; waited < 6000 && told().length === 0; waited += 50) await pass(50)
  t.match(told(), [{ type: 'media.faulted', leg: one }])
  t.equal(dominantHz(phone.sound), undefined)
})

const skip = spawnSync('ffmpeg', ['-version']).status === 0 ? false : 'ffmpeg is not installed'

t.test('ffmpeg is heard through its own SRTP', { skip }, async (t) => {
  const { media, plain } = await furnishSecure(t)
  const [suite, key] = ['AES_CM_128_HMAC_SHA1_80', makeKey('AES_CM_128_HMAC_SHA1_80')] as const
  const phone = await plain(1000)
  const far = await SecurePhone.open(0, suite, key)
  const port = /m=audio (\d+)/.exec(await answerOffer(media, one, far.offer))?.[1]
  await far.close()
  await connect(media, two, phone)
  media.perform({ do: 'hear', rows: hearEachOther(one, two) })
  const sound = ['-re', '-f', 'lavfi', '-i', 'sine=frequency=700:sample_rate=8000', '-t', '20']
  const srtp = ['-srtp_out_suite', suite, '-srtp_out_params', key, `srtp://127.0.0.1:${port}`]
  const sender = spawn('ffmpeg', [
    '-v',
    'error',
    ...sound,
    '-c:a',
    'pcm_mulaw',
    '-f',
    'rtp',
    ...srtp,
  ])
  t.teardown(() => sender.kill('SIGKILL'))
  t.ok(await hears(phone, 700))
})
