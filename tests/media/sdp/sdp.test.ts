import fc from 'fast-check'
import t from 'tap'
import type { CodecName } from '../../../media/engine/codecs/codec.ts'
import { MediaRefusal } from '../../../media/refusal.ts'
import { type Local, ourPayloads, writeAnswer, writeOffer } from '../../../media/sdp/sdp-writer.ts'
import { isWebOffer, readDescription as readFor, negotiate } from '../../../media/sdp/sdp.ts'

const local: Local = { address: '192.0.2.1', port: 20_000, session: 77, version: 1 }

const all: readonly CodecName[] = ['pcmu', 'pcma', 'g722', 'opus']
const readDescription = (text: string) => readFor(text, all, 'allowed')

/** A description with these media lines; the head is a usual one. */
const describe = (...lines: readonly string[]) =>
  [
    'v=0',
    'o=phone 1 1 IN IP4 198.51.100.7',
    's=call',
    'c=IN IP4 198.51.100.7',
    't=0 0',
    ...lines,
    '',
  ].join('\r\n')

const audio = (payloads: string, ...more: readonly string[]) =>
  describe(`m=audio 4000 RTP/AVP ${payloads}`, ...more)

const answer = (offer: string) => writeAnswer(readDescription(offer), local)
const answeredLines = (offer: string) => answer(offer).split('\r\n').slice(5, -1)
const refusalOf = (offer: string) => {
  try {
    answer(offer)
    return 'no refusal'
  } catch (error) {
    return error instanceof MediaRefusal ? error.reason : error
  }
}

t.test('an offer is answered with the codecs in common, in the order of the offer', async (t) => {
  const cases: Record<string, readonly [offer: string, lines: readonly string[]]> = {
    'static types without rtpmap': [
      audio('8 0'),
      [
        'm=audio 20000 RTP/AVP 8 0',
        'a=rtpmap:8 PCMA/8000',
        'a=rtpmap:0 PCMU/8000',
        'a=sendrecv',
        'a=ptime:20',
      ],
    ],
    'telephone-event under its own number': [
      audio(
        '18 8 96',
        'a=rtpmap:18 G729/8000',
        'a=rtpmap:96 telephone-event/8000',
        'a=fmtp:96 0-16',
      ),
      [
        'm=audio 20000 RTP/AVP 8 96',
        'a=rtpmap:8 PCMA/8000',
        'a=rtpmap:96 telephone-event/8000',
        'a=fmtp:96 0-15',
        'a=sendrecv',
        'a=ptime:20',
      ],
    ],
    'telephone-event of another rate is left out': [
      audio('0 110', 'a=rtpmap:0 PCMU/8000', 'a=rtpmap:110 telephone-event/48000'),
      ['m=audio 20000 RTP/AVP 0', 'a=rtpmap:0 PCMU/8000', 'a=sendrecv', 'a=ptime:20'],
    ],
    'G.722 with the clock that RFC 3551 gives it, by number or by name': [
      audio('9 100', 'a=rtpmap:100 G722/8000'),
      [
        'm=audio 20000 RTP/AVP 9 100',
        'a=rtpmap:9 G722/8000',
        'a=rtpmap:100 G722/8000',
        'a=sendrecv',
        'a=ptime:20',
      ],
    ],
    'Opus, with events and noise of each clock': [
      audio(
        '96 0 97 98 13',
        'a=rtpmap:96 opus/48000/2',
        'a=rtpmap:97 telephone-event/48000',
        'a=rtpmap:98 telephone-event/8000',
        'a=fmtp:96 useinbandfec=1',
      ),
      [
        'm=audio 20000 RTP/AVP 96 0 97 98 13',
        'a=rtpmap:96 opus/48000/2',
        'a=rtpmap:0 PCMU/8000',
        'a=rtpmap:97 telephone-event/48000',
        'a=rtpmap:98 telephone-event/8000',
        'a=rtpmap:13 CN/8000',
        'a=fmtp:96 minptime=10',
        'a=fmtp:97 0-15',
        'a=fmtp:98 0-15',
        'a=sendrecv',
        'a=ptime:20',
      ],
    ],
    'PCMU under a dynamic type': [
      audio('100', 'a=rtpmap:100 pcmu/8000'),
      ['m=audio 20000 RTP/AVP 100', 'a=rtpmap:100 PCMU/8000', 'a=sendrecv', 'a=ptime:20'],
    ],
    'rtcp-mux where it is offered': [
      audio('0', 'a=rtcp-mux'),
      ['m=audio 20000 RTP/AVP 0', 'a=rtpmap:0 PCMU/8000', 'a=sendrecv', 'a=ptime:20', 'a=rtcp-mux'],
    ],
    'video and a second audio are refused in their places': [
      describe('m=video 6000 RTP/AVP 31', 'm=audio 4000 RTP/AVP 0', 'm=audio 4002 RTP/AVP 0'),
      [
        'm=video 0 RTP/AVP 31',
        'm=audio 20000 RTP/AVP 0',
        'a=rtpmap:0 PCMU/8000',
        'a=sendrecv',
        'a=ptime:20',
        'm=audio 0 RTP/AVP 0',
      ],
    ],
  }
  for (const [name, [offer, lines]] of Object.entries(cases)) {
    const got = answeredLines(offer)
    t.same([...got].sort(), [...lines].sort(), name)
    t.same(
      got.filter((line) => line.startsWith('m=')),
      lines.filter((line) => line.startsWith('m=')),
      name,
    )
  }
})

t.test('the head names our address, one session and the version', async (t) => {
  t.same(answer(audio('0')).split('\r\n').slice(0, 5), [
    'v=0',
    'o=- 77 1 IN IP4 192.0.2.1',
    's=-',
    'c=IN IP4 192.0.2.1',
    't=0 0',
  ])
  t.match(
    writeAnswer(readDescription(audio('0')), { ...local, address: '2001:db8::1' }),
    'c=IN IP6 2001:db8::1',
  )
})

t.test('hold is mirrored, and says who may speak', async (t) => {
  const cases = [
    ['sendrecv', 'sendrecv', true, true],
    ['sendonly', 'recvonly', false, true],
    ['recvonly', 'sendonly', true, false],
    ['inactive', 'inactive', false, false],
  ] as const
  for (const [offered, answered, sending, receiving] of cases) {
    const offer = audio('0', `a=${offered}`)
    t.match(answer(offer), `a=${answered}`, offered)
    t.match(negotiate(readDescription(offer)), { sending, receiving }, offered)
  }
  const session = audio('0').replace('t=0 0', 't=0 0\r\na=sendonly')
  t.match(answer(session), 'a=recvonly', 'the direction of the whole session counts too')
  const old = audio('0').replace('c=IN IP4 198.51.100.7', 'c=IN IP4 0.0.0.0')
  t.match(answer(old), 'a=recvonly', 'address 0.0.0.0')
  t.equal(negotiate(readDescription(old)).sending, false)
})

t.test('only a party without telephone-events may tell its keys by tones', async (t) => {
  const events = 'a=rtpmap:101 telephone-event/8000'
  t.equal(negotiate(readDescription(audio('0'))).keysInBand, true)
  t.equal(negotiate(readDescription(audio('0 101', events))).keysInBand, false)
})

t.test('the terms say where to send what, and what may come', async (t) => {
  const offer = audio('8 0 97', 'c=IN IP4 203.0.113.9', 'a=rtpmap:97 telephone-event/8000')
  t.same(negotiate(readDescription(offer)), {
    remote: { address: '203.0.113.9', port: 4000 },
    codec: 'pcma',
    payloadType: 8,
    ptimeMs: 20,
    keysInBand: false,
    eventPayloadType: 97,
    receives: new Map<number, string>([
      [0, 'pcmu'],
      [8, 'pcma'],
      [9, 'g722'],
      [13, 'noise'],
      [97, 'event'],
    ]),
    sending: true,
    receiving: true,
    neverSilent: true,
  })
})

t.test('RTCP goes to the next port unless the party says otherwise', async (t) => {
  const rtcpOf = (...more: readonly string[]) => readDescription(audio('0', ...more)).audio.rtcp
  t.match(rtcpOf(), { to: { port: 4001 }, mux: false })
  t.match(rtcpOf('a=rtcp:5000'), { to: { port: 5000 }, mux: false })
  t.match(rtcpOf('a=rtcp-mux'), { to: { port: 4000 }, mux: true })
})

t.test('a packet holds what the party asks for and the codec can', async (t) => {
  const ptimeOf = (payloads: string, ...more: readonly string[]) =>
    negotiate(readDescription(audio(payloads, 'a=rtpmap:96 opus/48000/2', ...more))).ptimeMs
  t.equal(ptimeOf('0'), 20)
  for (const ms of [10, 20, 30, 40]) t.equal(ptimeOf('0', `a=ptime:${ms}`), ms)
  t.equal(ptimeOf('0', 'a=ptime:60'), 40, 'the longest that we can')
  t.equal(ptimeOf('0', 'a=ptime:5'), 10, 'the shortest that we can')
  t.equal(ptimeOf('0', 'a=maxptime:10'), 10)
  t.equal(ptimeOf('0', 'a=ptime:40', 'a=maxptime:30'), 30)
  t.equal(ptimeOf('96', 'a=ptime:30'), 20, 'Opus has no 30 ms')
  t.match(answer(audio('0', 'a=ptime:30')), 'a=ptime:30\r\n', 'and we ask for the same')
})

t.test('keys have the clock of the sound where the party lists it', async (t) => {
  const eventOf = (payloads: string) => {
    const maps = ['96 opus/48000/2', '97 telephone-event/48000', '98 telephone-event/8000']
    return negotiate(readDescription(audio(payloads, ...maps.map((map) => `a=rtpmap:${map}`))))
  }
  t.match(eventOf('96 0 97 98'), { codec: 'opus', eventPayloadType: 97, keysInBand: false })
  t.match(eventOf('0 96 97 98'), { codec: 'pcmu', eventPayloadType: 98 })
  t.match(
    eventOf('96 98'),
    { codec: 'opus', eventPayloadType: 98 },
    'the other one, for want of it',
  )
  t.match(eventOf('96 0'), { eventPayloadType: undefined, keysInBand: true })
})

t.test('comfort noise is understood always and told where it was agreed', async (t) => {
  t.equal(negotiate(readDescription(audio('0'))).receives.get(13), 'noise')
  t.equal(negotiate(readDescription(audio('0'))).noisePayloadType, undefined)
  t.equal(negotiate(readDescription(audio('0 13'))).noisePayloadType, 13)
})

t.test('codecs that are switched off are neither offered nor taken', async (t) => {
  const offer = audio('9 96 0', 'a=rtpmap:96 opus/48000/2')
  t.match(
    writeAnswer(readFor(offer, ['pcma', 'pcmu'], 'off'), local),
    'm=audio 20000 RTP/AVP 0\r\n',
  )
  t.throws(() => readFor(offer, ['pcma'], 'off'), MediaRefusal)
  t.match(writeOffer(local, ourPayloads(['g722', 'pcma'])), 'm=audio 20000 RTP/AVP 9 8 101\r\n')
})

t.test('our own offer has all codecs and events of each clock', async (t) => {
  const offer = writeOffer(local, ourPayloads(all))
  t.match(offer, 'm=audio 20000 RTP/AVP 0 8 9 111 101 110\r\n')
  t.match(offer, 'a=rtpmap:111 opus/48000/2\r\n')
  t.match(offer, 'a=rtpmap:101 telephone-event/8000\r\n')
  t.match(offer, 'a=rtpmap:110 telephone-event/48000\r\n')
})

t.test(
  'an answer to our offer sets what we send; the party may send what we offered',
  async (t) => {
    const described = readDescription(
      audio('120 121', 'a=rtpmap:120 opus/48000/2', 'a=rtpmap:121 telephone-event/48000'),
    )
    const negotiated = negotiate(described, ourPayloads(all))
    t.match(negotiated, { codec: 'opus', payloadType: 120, eventPayloadType: 121 })
    t.match([111, 120, 8, 110, 121].map((type) => negotiated.receives.get(type)), [
    'opus', 'opus', 'pcma', 'event', 'event',
  ]) // prettier-ignore
  },
)

t.test('what cannot be served is refused with its reason', async (t) => {
  const cases: Record<string, readonly [offer: string, reason: MediaRefusal['reason']]> = {
    'only other codecs': [audio('18 3', 'a=rtpmap:18 G729/8000'), 'no-common-codec'],
    'a static number given to another codec': [
      audio('0', 'a=rtpmap:0 OPUS/48000'),
      'no-common-codec',
    ],
    'Opus that is not written as RFC 7587 wants it': [
      audio('96', 'a=rtpmap:96 opus/48000/1'),
      'no-common-codec',
    ],
    'only video': [describe('m=video 6000 RTP/AVP 31'), 'no-common-codec'],
    'audio that is switched off': [describe('m=audio 0 RTP/AVP 0'), 'no-common-codec'],
    'SRTP without a key': [describe('m=audio 4000 RTP/SAVP 0'), 'no-common-codec'],
    'no text': ['', 'bad-offer'],
    'other text': ['GET / HTTP/1.1\r\n', 'bad-offer'],
    'no media': [describe(), 'bad-offer'],
    'no origin': [audio('0').replace(/o=.*\r\n/, ''), 'bad-offer'],
    'no address': [audio('0').replace(/c=.*\r\n/, ''), 'bad-offer'],
    'a name for an address': [
      audio('0').replace(/c=.*\r\n/, 'c=IN IP4 phone.example\r\n'),
      'bad-offer',
    ],
    'a port beyond all ports': [describe('m=audio 70000 RTP/AVP 0'), 'bad-offer'],
    'an RTCP port beyond all ports': [audio('0', 'a=rtcp:70000'), 'bad-offer'],
    'far too much text': [audio('0', `a=x:${'x'.repeat(20_000)}`), 'bad-offer'],
  }
  for (const [name, [offer, reason]] of Object.entries(cases))
    t.equal(refusalOf(offer), reason, name)
})

t.test('whatever text comes, it is answered or refused, and nothing else', async () => {
  const offer = audio('8 0 97', 'a=rtpmap:97 telephone-event/8000', 'a=fmtp:97 0-15', 'a=sendonly')
  const change = fc.record({
    at: fc.nat(offer.length),
    cut: fc.nat(30),
    put: fc.string({ maxLength: 12 }),
  })
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      let text = offer
      for (const { at, cut, put } of changes) text = text.slice(0, at) + put + text.slice(at + cut)
      const outcome = refusalOf(text)
      return ['no refusal', 'no-common-codec', 'bad-offer'].includes(String(outcome))
    }),
    { numRuns: 5000 },
  )
})

t.test('a browser is known by its profile', async (t) => {
  t.equal(isWebOffer(describe('m=audio 9 UDP/TLS/RTP/SAVPF 111 0')), true)
  t.equal(isWebOffer(audio('0')), false)
})
