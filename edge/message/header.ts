/** Compact forms, RFC 3261 section 7.3.3 and the IANA registry. */
const compactForms: Readonly<Record<string, string>> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  d: 'request-disposition',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  j: 'reject-contact',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  n: 'identity-info',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
  y: 'identity',
}

/** Spellings that capitalising each word would miss. */
const oddNames: Readonly<Record<string, string>> = {
  'call-id': 'Call-ID',
  cseq: 'CSeq',
  'www-authenticate': 'WWW-Authenticate',
  'mime-version': 'MIME-Version',
  rack: 'RAck',
  rseq: 'RSeq',
  'sip-etag': 'SIP-ETag',
  'sip-if-match': 'SIP-If-Match',
}

/** A remembered answer per spelling; bounded, because names come from strangers. */
function remembered(work: (name: string) => string): (name: string) => string {
  const answers = new Map<string, string>()
  return (name) => {
    const known = answers.get(name)
    if (known !== undefined) return known
    const answer = work(name)
    if (answers.size < 500) answers.set(name, answer)
    return answer
  }
}

/** The one key of a header however it is spelled: lower case, long form; '' for what is no name. */
export const headerKey = remembered((spelled) => {
  if (!/^[\w.!%*+`'~-]+$/.test(spelled)) return ''
  const lower = spelled.toLowerCase()
  return compactForms[lower] ?? lower
})

/** The name as it goes on the wire. Names that start with X- stay as the application wrote them. */
export const headerName = remembered((spelled) => {
  if (/^x-/i.test(spelled)) return spelled
  const key = headerKey(spelled)
  return oddNames[key] ?? key.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase())
})

/**
 * Without the spaces and tabs around it. Not `trim`: in a text of one character per byte U+00A0 is the second half of
 * some letter in UTF-8.
 */
export function trimLws(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && isLws(text.charCodeAt(from))) from += 1
  while (to > from && isLws(text.charCodeAt(to - 1))) to -= 1
  return text.slice(from, to)
}

/** Space or tab. */
export const isLws = (code: number): boolean => code === 32 || code === 9
