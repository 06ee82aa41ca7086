import fc from 'fast-check'
import t from 'tap'
import { parseMessage } from '../../../edge/message/message.ts'
import { headerOf, headersOf } from '../../../edge/message/scan.ts'
import { tortureText } from '../torture/verdicts.ts'

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

t.test('compact and long names are one header; a folded value is one line', async (t) => {
  const message = parse(tortureText('wsinv'))
  if (message.kind === 'flaw') throw new Error(message.reason)
  t.equal(headersOf(message, 'via').length, 2)
  t.equal(headerOf(message, 'subject'), '')
  t.equal(headerOf(message, 'newfangledheader'), 'newfangled value continued newfangled value')
})

t.test('a letter of UTF-8 that ends like a space keeps its half', async (t) => {
  const subject = Buffer.from('voilà').toString('latin1')
  const message = parse(`${plain}Subject: ${subject}\r\n\r\nbody`)
  t.equal(message.kind === 'request' && headerOf(message, 'subject'), subject)
})

t.test('a tag in a quoted parameter is not the tag', async (t) => {
  const text = plain.replace(';tag=98asjd8', ';x="a;tag=evil\\";tag=evil";tag=good')
  t.match(parse(`${text}\r\nbody`), { fromTag: 'good' })
})

const flawed: readonly (readonly [
  what: string,
  from: string | RegExp,
  to: string,
  status?: number,
])[] = [
  ['no scheme in From', 'sip:jdrosen@example.com', 'jdrosen'],
  ['a half escape in the Request-URI', 'sip:vivekg@', 'sip:viv%4ekg%@'],
  ['a port beyond 65535 in the Request-URI', 'dnrc.example.com SIP', 'dnrc.example.com:65536 SIP'],
  ['a port that is no number in Via', '2:5060', '2:5x'],
  ['a bracket that is no IPv6 address in Via', '192.0.2.2:5060', '[1:2]:5060'],
  ['white space in the Call-ID', 'one@', 'one @'],
  ['a CSeq of 2**31', 'CSeq: 4', 'CSeq: 2147483648'],
  ['no method in CSeq', '4 INVITE', '4'],
  ['two values of Max-Forwards', 'Call-ID', 'Max-Forwards: 1\r\nMax-Forwards: 2\r\nCall-ID'],
  ['another version of SIP', 'SIP/2.0\r\nVia', 'SIP/3.0\r\nVia', 505],
]
for (const [what, from, to, status = 400] of flawed)
  t.test(`${what} is refused`, async (t) => {
    t.match(parse(`${plain.replace(from, to)}\r\nbody`), { kind: 'flaw', status, headers: Array })
  })

t.test('a response or an ACK that cannot be read is nobody to answer', async (t) => {
  const starts = ['SIP/2.0 4294967301 better not break', 'SIP/7.0 200 OK', 'ACK  sip:a@b SIP/2.0']
  for (const start of starts)
    t.equal(headersIn(parse(`${plain.replace(/^[^\r]*/, start)}\r\nbody`)), undefined, start)
  t.equal(
    headersIn(
      parse(`${plain.replace(/INVITE/g, 'ACK').replace('Length: 4', 'Length: x')}\r\nbody`),
    ),
    undefined,
  )
})

const headersIn = (read: ReturnType<typeof parse>) => (read.kind === 'flaw' ? read.headers : read)

t.test('nothing that a stranger sends can throw', async () => {
  const word = fc.constantFrom(
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
    '1 INVITE',
    ';tag=',
    '"',
    '<',
    '>',
    '[',
    ']',
    ',',
    'SIP/2.0/UDP x',
    '\r\n\r\n',
    '\t',
    '\\',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.string()), { maxLength: 60 }), (words) => {
      parse(words.join(''))
    }),
    { numRuns: 3000 },
  )
})
