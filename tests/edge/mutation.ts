/** A stranger's way with a message, the same for the same numbers. Texts hold one character per byte. */
export type Mutate = (text: string) => string

/** What parsers stumble over. */
const words = [
  ...[
    '\r\n',
    '\n',
    '\r',
    '\r\n\r\n',
    '\r\n ',
    '\0',
    '\\',
    '"',
    '<',
    '>',
    ';',
    ',',
    ':',
    '@',
    '%',
    '?',
  ],
  ...[
    '[',
    ']',
    '=',
    ' ',
    '\t',
    '\xa0',
    '\xff',
    '/',
    '*',
    'SIP/2.0',
    'sip:',
    'sips:',
    'tel:',
    ';tag=',
  ],
  ...[
    'z9hG4bK',
    ';branch=',
    ';rport',
    ';received=',
    ';lr',
    '4294967296',
    '-1',
    '99999999999999999999',
  ],
  ...[
    'INVITE',
    'ACK',
    'CANCEL',
    'BYE',
    'PRACK',
    'UPDATE',
    'REFER',
    'SUBSCRIBE',
    'NOTIFY',
    '[::1]',
    '%00',
  ],
  ...['Replaces: a;to-tag=b;from-tag=c\r\n', 'Require: 100rel\r\n', 'RAck: 1 1 INVITE\r\n'],
  ...[
    'Session-Expires: 1\r\n',
    'Route: <sip:x>\r\n',
    'Record-Route: <sip:x;lr>\r\n',
    'Contact: *\r\n',
  ],
]

/** One to four changes each; `others` are what it splices with. */
export function createMutation(random: () => number, others: readonly string[]): Mutate {
  const upTo = (length: number): number => Math.floor(random() * length)
  const oneOf = <Item>(items: readonly Item[], none: Item): Item =>
    items[upTo(items.length)] ?? none
  const put = (text: string, at: number, what: string, instead = 0): string =>
    text.slice(0, at) + what + text.slice(at + instead)
  const line = (text: string): string => oneOf(text.split('\r\n'), '')

  const changes: readonly Mutate[] = [
    (text) => put(text, upTo(text.length), String.fromCharCode(upTo(256)), 1),
    (text) => put(text, upTo(text.length), oneOf(words, ''), upTo(3)),
    (text) => put(text, upTo(text.length), '', upTo(40)),
    (text) => text.slice(0, upTo(text.length)),
    (text) => put(text, upTo(text.length), oneOf(others, '').slice(upTo(200))),
    (text) => put(text, text.indexOf('\r\n') + 2, `${line(text)}\r\n`),
    (text) => put(text, text.indexOf('\r\n') + 2, `${line(oneOf(others, ''))}\r\n`),
    (text) => text.replace(`${line(text)}\r\n`, ''),
    (text) => text.replace(/\d+/, () => String(10 ** upTo(40))),
    (text) => text.replace(line(text), (whole) => whole.repeat(upTo(30))),
    (text) => put(text, upTo(text.length), oneOf(words, '').repeat(upTo(400))),
    (text) => put(text, upTo(text.length), '\r\n '.repeat(upTo(300))),
    (text) => text.replace(line(text), (whole) => whole.split('').reverse().join('')),
  ]
  return (text) => {
    let mutated = text
    for (let left = 1 + upTo(4); left > 0; left--)
      mutated = oneOf(changes, (same) => same)(mutated).slice(0, 65_000)
    return mutated
  }
}
