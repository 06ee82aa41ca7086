/*
 * DTMF as telephone-event, RFC 4733 section 2.3.
 *
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 *  |     event     |E|R| volume    |          duration             |
 *  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 */

export const eventBytes = 4

/** The digits by their event code, RFC 4733 table 3. */
const digits = '0123456789*#ABCD'

export type TelephoneEvent = {
  readonly code: number
  readonly end: boolean
  /** Timestamp units since the event's RTP timestamp: 1/8000 s. */
  readonly duration: number
}

export const digitOf = (code: number): string | undefined => digits[code]

/** Undefined for a character that no telephone key has. */
export function codeOf(digit: string): number | undefined {
  const code = digits.indexOf(digit.toUpperCase())
  return digit.length === 1 && code >= 0 ? code : undefined
}

export function parseEvent(
  bytes: Uint8Array,
  start: number,
  end: number,
): TelephoneEvent | undefined {
  if (end - start < eventBytes) return undefined
  const [code = 0, flags = 0, high = 0, low = 0] = bytes.subarray(start, end)
  return { code, end: (flags & 0x80) !== 0, duration: (high << 8) | low }
}

export function writeEvent(bytes: Uint8Array, start: number, event: TelephoneEvent): void {
  const volume = 10
  bytes[start] = event.code
  bytes[start + 1] = (event.end ? 0x80 : 0) | volume
  bytes[start + 2] = event.duration >>> 8
  bytes[start + 3] = event.duration
}
