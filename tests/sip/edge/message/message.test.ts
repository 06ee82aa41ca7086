import fc from 'fast-check'
import t from 'tap'
import { headerOf, headersOf, parseMessage } from '../../../../sip/edge/message/message.ts'

const parse = (text: string) => parseMessage(text, '192.0.2.9', 5070)
const lines = (...text: string[]) => `${text.join('\r\n')}\r\n`

const plain = lines(
  'INVITE sip:vivekg@chair-dnrc.example.com SIP/2.0',
  'Via: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bKkdjuw',
  'From: "J Rosenberg" <sip:jdrosen@example.com>;tag=98asjd8',
  'To: <sip:vivekg@chair-dnrc.example.com>',
  'Call-ID: one@192.0.2.2',
  'CSeq: 4 INVITE',
  'Content-Length: 4',
)

t.test('a message is read with its headers as spelled, and the body by its length', async (t) => {
  const message = parse(`${plain}\r\nbodyand more`)
  t.match(message, {
    kind: 'request',
    method: 'INVITE',
    uri: 'sip:vivekg@chair-dnrc.example.com',
    fromTag: '98asjd8',
    toTag: undefined,
    callId: 'one@192.0.2.2',
    cseq: 4,
    body: 'body',
    via: { sentBy: '192.0.2.2:5060', branch: 'z9hG4bKkdjuw' },
  })
})

t.test(
  'the top Via is stamped with the source, in the text that the application sees',
  async (t) => {
    const message = parse(`${plain}\r\nbody`)
    const stamped = 'SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bKkdjuw;received=192.0.2.9;rport=5070'
    if (message.kind === 'flaw') throw new Error(message.reason)
    t.equal(headerOf(message, 'via'), stamped)
    t.equal(message.text, `${plain}\r\nbody`.replace(/SIP\/2.0\/UDP[^\r]*/, stamped))
  },
)

// RFC 4475: legal, however odd.

t.test('3.1.1.1 a short tortuous INVITE', async (t) => {
  const message = parse(
    lines(
      'INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0',
      'TO :',
      ' sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n',
      'from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>',
      '  ;',
      '  tag = 98asjd8',
      'MaX-fOrWaRdS: 0068',
      'Call-ID: wsinv.ndaksdj@192.0.2.1',
      'Content-Length   : 150',
      'cseq: 0009',
      '  INVITE',
      'Via  : SIP  /   2.0',
      ' /UDP',
      '    192.0.2.2;branch=390skdjuw',
      's :',
      'NewFangledHeader:   newfangled value',
      ' continued newfangled value',
      'UnknownHeaderWithUnusualValue: ;;,,;;,;',
      'Content-Type: application/sdp',
      'Route:',
      ' <sip:services.example.com;lr;unknownwith=value;unknown-no-value>',
      'v:  SIP  / 2.0  / TCP     spindle.example.com   ;',
      '  branch  =   z9hG4bK9ikj8  ,',
      ' SIP  /    2.0   / UDP  192.168.255.111   ; branch=',
      ' z9hG4bK30239',
      'm:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =',
      '      newvalue ;',
      '  secondparam ; q = 0.33',
    ) + `\r\n${'x'.repeat(150)}`,
  )
  t.match(message, {
    kind: 'request',
    toTag: '1918181833n',
    fromTag: '98asjd8',
    cseq: 9,
    method: 'INVITE',
    via: { sentBy: '192.0.2.2', branch: '390skdjuw' },
  })
  if (message.kind === 'flaw') return
  t.equal(headersOf(message, 'via').length, 2, 'compact and long names are one header')
  t.equal(headerOf(message, 'subject'), '')
  t.equal(headerOf(message, 'newfangledheader'), 'newfangled value continued newfangled value')
})

t.test('3.1.1.2 methods may be of any token', async (t) => {
  const method = "!interesting-Method0123456789_*+`.%indeed'~"
  const text = plain.replace('INVITE sip:', `${method} sip:`).replace('4 INVITE', `4 ${method}`)
  t.match(parse(`${text}\r\nbody`), { kind: 'request', method })
})

t.test('3.1.1.6 a message with no white space between name and bracket', async (t) => {
  const text = plain.replace('"J Rosenberg" <', 'caller<').replace('INVITE', 'OPTIONS')
  const options = text.replace('4 INVITE', '4 OPTIONS')
  t.match(parse(`${options}\r\nbody`), { kind: 'request', fromTag: '98asjd8' })
})

t.test('3.1.1.8 bytes after the body of a datagram are ignored', async (t) => {
  t.match(parse(`${plain}\r\nbodyREGISTER sip:x SIP/2.0\r\n\r\n`), { body: 'body' })
})

t.test('3.1.1.12 a status of 100 with no reason is fine', async (t) => {
  const text = plain.replace(/^[^\r]*/, 'SIP/2.0 100 ')
  t.match(parse(`${text}\r\nbody`), { kind: 'response', status: 100, method: 'INVITE' })
})

// RFC 4475: not legal. What can be answered keeps its headers.

const bad = (what: string, text: string, status = 400) =>
  t.test(what, async (t) => t.match(parse(text), { kind: 'flaw', status, headers: Array }))

bad('3.1.2.2 a Content-Length larger than the message', `${plain}\r\nbod`)
bad('3.1.2.3 a negative Content-Length', `${plain.replace('Length: 4', 'Length: -999')}\r\nbody`)
bad(
  '3.1.2.4 a CSeq beyond 2**31',
  `${plain.replace('CSeq: 4', 'CSeq: 36893488147419103232')}\r\nbody`,
)
bad(
  '3.1.2.7 angle brackets around the Request-URI',
  `${plain.replace(/sip:vivekg\S*/, '<$&>')}\r\nbody`,
)
bad(
  '3.1.2.8 white space in the Request-URI',
  `${plain.replace('example.com SIP', 'example.com; lr SIP')}\r\nbody`,
)
bad(
  '3.1.2.9 more than one space in the request line',
  `${plain.replace('INVITE sip', 'INVITE  sip')}\r\nbody`,
)
bad(
  '3.1.2.16 an unknown version',
  `${plain.replace('SIP/2.0\r\nVia', 'SIP/7.0\r\nVia')}\r\nbody`,
  505,
)
bad('3.1.2.17 a CSeq that names another method', `${plain.replace('4 INVITE', '8 NOTIFY')}\r\nbody`)
bad('3.3.1 a missing mandatory header', `${plain.replace(/Call-ID[^\r]*\r\n/, '')}\r\nbody`)
bad('3.3.8 a mandatory header twice', `${plain}Call-ID: two\r\n\r\nbody`)
bad('3.3.9 two different lengths', `${plain}Content-Length: 5\r\n\r\nbody`)

t.test('a response that cannot be read is nobody to answer', async (t) => {
  const flaw = parse(`${plain.replace(/^[^\r]*/, 'SIP/2.0 4294967301 better not break')}\r\nbody`)
  t.equal(flaw.kind === 'flaw' && flaw.headers, undefined)
})

t.test('nothing that a stranger sends can throw', async () => {
  const word = fc.constantFrom(
    ...[
      'INVITE',
      'sip:a@b',
      'SIP/2.0',
      '\r\n',
      ' ',
      ':',
      'Via',
      'v',
      'From',
      'To',
      'CSeq',
      'Call-ID',
    ],
    ...['1 INVITE', ';tag=', '"', '<', '>', '[', ']', ',', 'SIP/2.0/UDP x', '\r\n\r\n', '\t', '\\'],
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string()), { maxLength: 60 }), (words) => {
      parse(words.join(''))
    }),
    { numRuns: 3000 },
  )
})
