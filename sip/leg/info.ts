/** Some phones send star and pound as event numbers, RFC 4733 section 3.2. */
const byNumber: Readonly<Record<string, string>> = { '10': '*', '11': '#' }

/**
 * The digit in a SIP INFO: `Signal=5` (application/dtmf-relay) or a bare `5` (application/dtmf).
 * Undefined for any other content.
 */
export function readInfoDigit(contentType: string | undefined, body: string): string | undefined {
  const kind = contentType?.split(';')[0]?.trim().toLowerCase()
  const text =
    kind === 'application/dtmf-relay'
      ? /^\s*Signal\s*=\s*(\S+)/im.exec(body)?.[1]
      : kind === 'application/dtmf'
        ? body.trim()
        : undefined
  const digit = (text && byNumber[text]) ?? text?.toUpperCase()
  return digit && /^[0-9*#A-D]$/.test(digit) ? digit : undefined
}
