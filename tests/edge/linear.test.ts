import t from 'tap'
import { parseMessage } from '../../edge/message/message.ts'
import { parameterOf, parseUri, splitList, uriOf } from '../../edge/message/uri.ts'
import { readAuthFields } from '../../sip/access/digest-fields.ts'
import { readAddress, userOf } from '../../sip/address.ts'
import { requestFor } from './honest.ts'

/*
 * Longer than anything that is let in: work that grows with the square of the length would not end within the time of a
 * test file, so there is nothing to measure.
 */
const length = 400_000

const hostile: readonly string[] = [
  ...[
    ' ',
    '\t',
    'a',
    '0',
    '9',
    '-',
    '.',
    ':',
    ';',
    ',',
    '/',
    '?',
    '@',
    '%',
    '=',
    '"',
    '\\',
    '<',
    '>',
  ],
  ...[
    '[',
    ']',
    '; ',
    ', ',
    ';;',
    ' ;',
    ': ',
    '\\"',
    '""',
    '"a',
    '<a',
    '%4',
    'a=',
    ';a=',
    'a, ',
    'SIP/2.0 ',
  ],
  ...[
    '\r\n ',
    '\r\n\t',
    '\r\na:b',
    '\r\n\r\n',
    '\0',
    '\xa0',
    ';rport',
    ';received=',
    ';branch=',
    ' SIP/',
  ],
]

const places: readonly (readonly [what: string, mark: string | RegExp])[] = [
  ['the method', 'INVITE'],
  ['the Request-URI', 'sip:95000'],
  ['the version', ' SIP/2.0'],
  ['Via', '192.0.2.2:5070'],
  ["Via's parameters", 'z9hG4bK1'],
  ['a display name', '"A"'],
  ["From's parameters", 'tag=1'],
  ['Contact', 'transport=tcp'],
  ['CSeq', '1 INVITE'],
  ['Call-ID', 'call-1'],
  ['Content-Length', /Content-Length: /],
  ['a name', 'Max-Forwards'],
]

for (const [what, mark] of places)
  t.test(`${what} may be of any length and shape without holding up others`, async (t) => {
    const honest = requestFor('INVITE', 1)
    t.match(parseMessage(honest, '192.0.2.9', 5070), { kind: 'request' })
    for (const part of hostile) {
      const long = part.repeat(length / part.length)
      parseMessage(
        honest.replace(mark, (whole) => whole + long),
        '192.0.2.9',
        5070,
      )
      parseMessage(
        honest.replace(mark, (whole) => `${long}x${whole}`),
        '192.0.2.9',
        5070,
      )
    }
  })

t.test('so may what is read of a header by itself', async (t) => {
  for (const part of hostile)
    for (const text of ['', '<', '"', 'sip:', 'Digest a="'].map(
      (start) => `${start}${part.repeat(length / part.length)}x`,
    )) {
      parameterOf(text, 'tag')
      uriOf(text)
      parseUri(text)
      splitList(text)
      readAddress(text)
      userOf(text)
      readAuthFields(text)
    }
  t.pass()
})
