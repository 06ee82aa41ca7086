import t from 'tap'
import { MediaRefusal } from '../../../media/refusal.ts'
import type { WebCodec } from '../../../media/webrtc/web-codecs.ts'
import {
  answerTo,
  firstSections,
  writeAnswer,
  writeOffer,
} from '../../../media/webrtc/webrtc-sdp-writer.ts'
import { readBrowserSdp } from '../../../media/webrtc/webrtc-sdp.ts'

/** Chromium's offer, shortened to what matters. */
const offer = (changes: Record<string, string> = {}) =>
  Object.entries(changes).reduce(
    (sdp, [from, to]) => sdp.replace(from, to),
    [
      'v=0',
      'o=- 4611 2 IN IP4 127.0.0.1',
      's=-',
      't=0 0',
      'a=group:BUNDLE 0',
      'm=audio 9 UDP/TLS/RTP/SAVPF 111 63 0 8 126',
      'c=IN IP4 0.0.0.0',
      'a=ice-ufrag:Xx1y',
      'a=ice-pwd:abcdefghijklmnopqrstuvwx',
      'a=fingerprint:sha-256 AA:BB:CC',
      'a=setup:actpass',
      'a=mid:0',
      'a=sendrecv',
      'a=rtcp-mux',
      'a=rtpmap:111 opus/48000/2',
      'a=ssrc:1234 cname:c',
      '',
    ].join('\r\n'),
  )

const pcmu = { name: 'pcmu', payloadType: 0 } as const
const pcma = { name: 'pcma', payloadType: 8 } as const
const opus = { name: 'opus', payloadType: 111 } as const
/** Ours, in one codec. */
function answerIn(codec: WebCodec, sdp: string): string {
  const { sections, direction } = readBrowserSdp(sdp)
  return writeAnswer(end, { sections, codecs: [codec], direction: answerTo(direction) })
}
const end = {
  sessionId: 7,
  version: 1,
  ufrag: 'ours',
  password: 'secret',
  fingerprint: 'DD:EE',
  candidates: [
    { foundation: 'udp', priority: 9, ip: '127.0.0.1', port: 20000, protocol: 'udp' },
    {
      foundation: 'tcp',
      priority: 8,
      ip: '127.0.0.1',
      port: 20001,
      protocol: 'tcp',
      tcpType: 'passive',
    },
  ],
}

function refusalOf(sdp: string): string {
  try {
    readBrowserSdp(sdp)
    return 'none'
  } catch (error) {
    return error instanceof MediaRefusal ? error.reason : String(error)
  }
}

t.test(
  'a browser offer is read as one audio stream, with the codecs that we know in its order',
  async (t) => {
    t.match(readBrowserSdp(offer()), {
      direction: 'sendrecv',
      ufrag: 'Xx1y',
      fingerprint: { algorithm: 'sha-256', value: 'AA:BB:CC' },
      isDtlsServer: false,
      ssrc: 1234,
      codecs: [opus, pcmu, pcma],
    })
    t.same(readBrowserSdp(offer({ '111 63 0 8': '8', 'rtpmap:111': 'rtpmap:63' })).codecs, [pcma])
  },
)

t.test('an offer without a codec of ours, or a plain RTP one, has no common codec', async (t) => {
  t.equal(refusalOf(offer({ '111 63 0 8': '63 9' })), 'no-common-codec')
  t.equal(refusalOf(offer({ 'UDP/TLS/RTP/SAVPF': 'RTP/AVP' })), 'no-common-codec')
  t.equal(refusalOf(offer({ 'm=audio 9': 'm=audio 0' })), 'no-common-codec')
})

t.test('an offer without a fingerprint or ICE is refused as bad', async (t) => {
  t.equal(refusalOf(offer({ 'a=fingerprint:sha-256 AA:BB:CC\r\n': '' })), 'bad-offer')
  t.equal(refusalOf(offer({ 'a=ice-ufrag:Xx1y\r\n': '' })), 'bad-offer')
  t.equal(refusalOf('hello'), 'no-common-codec')
})

t.test('the answer puts ice-lite at session level and flips the direction', async (t) => {
  const answer = answerIn(pcmu, offer({ sendrecv: 'sendonly' }))
  const [session, media] = answer.split('m=audio')
  t.match(session, 'a=ice-lite\r\n')
  t.match(session, 'a=group:BUNDLE 0\r\n')
  t.match(media, ' 20000 UDP/TLS/RTP/SAVPF 0\r\n')
  t.match(media, 'a=recvonly\r\n')
  t.match(media, 'a=setup:passive\r\n')
  t.match(media, 'a=candidate:tcp 1 tcp 8 127.0.0.1 20001 typ host tcptype passive\r\n')
  t.notMatch(answer, /a=(extmap|ssrc)/, 'so that Chromium plays whatever source arrives')
  t.notMatch(answer, /[^\r]\n/, 'every line ends in CRLF')
})

t.test('a further stream of the offer is refused in its own place', async (t) => {
  const video = 'm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:v\r\n'
  const answer = answerIn(pcmu, `${offer()}${video}`)
  t.match(answer, /m=audio 20000[^]*m=video 0 UDP\/TLS\/RTP\/SAVPF 96\r\n[^]*a=mid:v/)
  t.match(answer, 'a=group:BUNDLE 0\r\n')
})

t.test(
  'our offer leaves the DTLS role to the browser, and lists our codecs in our order',
  async (t) => {
    const codecs = [opus, pcma, pcmu]
    const sdp = writeOffer(end, { sections: firstSections, codecs, direction: 'sendrecv' })
    t.match(sdp, /m=audio 20000 UDP\/TLS\/RTP\/SAVPF 111 8 0\r\n[^]*a=mid:0\r\n[^]*a=setup:actpass/)
    t.match(sdp, 'a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n')
  },
)

t.test("Opus is answered under the browser's own payload type", async (t) => {
  const asFirefox = { '111 63 0 8': '109 9 0 8', 'rtpmap:111': 'rtpmap:109' }
  const [codec] = readBrowserSdp(offer(asFirefox)).codecs
  t.same(codec, { name: 'opus', payloadType: 109 })
  const answer = answerIn({ name: 'opus', payloadType: 109 }, offer(asFirefox))
  t.match(answer, /SAVPF 109\r\n[^]*a=rtpmap:109 opus\/48000\/2\r\n/)
})
