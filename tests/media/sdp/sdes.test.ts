import t from 'tap'
import type { CodecName } from '../../../media/engine/codecs/codec.ts'
import { MediaRefusal } from '../../../media/refusal.ts'
import type { Crypto, SrtpUse } from '../../../media/sdp/sdes.ts'
import { type Local, ourPayloads, writeAnswer, writeOffer } from '../../../media/sdp/sdp-writer.ts'
import { readDescription } from '../../../media/sdp/sdp.ts'

const local: Local = { address: '192.0.2.1', port: 20_000, session: 77, version: 1 }
const codecs: readonly CodecName[] = ['pcmu']
const key = Buffer.alloc(30, 7).toString('base64')
const longKey = Buffer.alloc(44, 7).toString('base64')

const offer = (protocol: string, ...lines: readonly string[]) =>
  [
    'v=0',
    'o=trunk 1 1 IN IP4 198.51.100.7',
    's=-',
    'c=IN IP4 198.51.100.7',
    't=0 0',
    `m=audio 4000 ${protocol} 0`,
    ...lines.map((line) => `a=crypto:${line}`),
    '',
  ].join('\r\n')

const read = (text: string, srtp: SrtpUse = 'allowed') => readDescription(text, codecs, srtp).audio
const reasonOf = (text: string, srtp?: SrtpUse) => {
  try {
    read(text, srtp)
    return 'taken'
  } catch (error) {
    return error instanceof MediaRefusal ? error.reason : error
  }
}

t.test('keys are read in the order of the party, in all their forms', async (t) => {
  const text = offer(
    'RTP/SAVP',
    `3 AEAD_AES_256_GCM inline:${longKey}`,
    `4 AES_CM_128_HMAC_SHA1_32 inline:${key}|2^31`,
    `5 AES_CM_128_HMAC_SHA1_80 inline:${key}|1048576 WSH=128`,
  )
  t.same(read(text).cryptos, [
    { tag: 3, suite: 'AEAD_AES_256_GCM', key: longKey },
    { tag: 4, suite: 'AES_CM_128_HMAC_SHA1_32', key },
    { tag: 5, suite: 'AES_CM_128_HMAC_SHA1_80', key },
  ])
})

t.test('a line that asks for what we do not do is passed over', async (t) => {
  const lines = {
    'an unknown suite': `1 F8_128_HMAC_SHA1_80 inline:${key}`,
    'a master key index': `1 AES_CM_128_HMAC_SHA1_80 inline:${key}|2^20|1:4`,
    'two keys': `1 AES_CM_128_HMAC_SHA1_80 inline:${key}|2^20;inline:${key}|2^20`,
    'no encryption': `1 AES_CM_128_HMAC_SHA1_80 inline:${key} UNENCRYPTED_SRTP`,
    'a key of the wrong length': `1 AES_CM_128_HMAC_SHA1_80 inline:${longKey}`,
    'no key': '1 AES_CM_128_HMAC_SHA1_80 inline:',
  }
  for (const [name, line] of Object.entries(lines)) {
    t.equal(reasonOf(offer('RTP/SAVP', line)), 'no-common-codec', name)
    const good = `2 AES_CM_128_HMAC_SHA1_80 inline:${key}`
    t.match(read(offer('RTP/SAVP', line, good)).cryptos, [{ tag: 2 }], name)
  }
})

t.test('the setting says which profile is taken', async (t) => {
  const secure = `1 AES_CM_128_HMAC_SHA1_80 inline:${key}`
  const outcomes = (protocol: string, ...lines: readonly string[]) =>
    (['off', 'allowed', 'required'] as const).map((use) => reasonOf(offer(protocol, ...lines), use))
  const no = 'no-common-codec'
  for (const profile of ['RTP/SAVP', 'RTP/SAVPF'])
    t.same(outcomes(profile, secure), [no, 'taken', 'taken'])
  t.same(outcomes('RTP/AVP'), ['taken', 'taken', no])
  t.same(read(offer('RTP/AVP', secure)).cryptos, [], 'a key beside plain RTP means nothing')
})

t.test('the answer has the tag and the suite of the offer and a key of ours', async (t) => {
  const text = offer('RTP/SAVPF', `9 AES_CM_128_HMAC_SHA1_80 inline:${key}`)
  const ours: Crypto = { tag: 9, suite: 'AES_CM_128_HMAC_SHA1_80', key: 'b3Vycw==' }
  const answer = writeAnswer(readDescription(text, codecs, 'allowed'), local, ours)
  t.match(answer, 'm=audio 20000 RTP/SAVPF 0\r\n')
  t.match(answer, 'a=crypto:9 AES_CM_128_HMAC_SHA1_80 inline:b3Vycw==\r\n')
  t.notMatch(writeAnswer(readDescription(offer('RTP/AVP'), codecs, 'off'), local), 'a=crypto')
})

t.test('an offer of ours is plain, or SRTP with every suite', async (t) => {
  t.notMatch(writeOffer(local, ourPayloads(codecs)), 'SAVP')
  const ours: readonly Crypto[] = [{ tag: 1, suite: 'AEAD_AES_256_GCM', key: longKey }]
  const text = writeOffer(local, ourPayloads(codecs), ours)
  t.match(text, 'm=audio 20000 RTP/SAVP 0 101\r\n')
  t.match(text, `a=crypto:1 AEAD_AES_256_GCM inline:${longKey}\r\n`)
})
