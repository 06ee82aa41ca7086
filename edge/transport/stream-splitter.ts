import type { Limits } from './limits.ts'

type StreamTaker = {
  onMessage(text: string): void
  onPing(): void
  /** A message is longer than it may be; `head` is all of its headers where they came. The stream ends here. */
  onTooLong(head: string | undefined): void
}

/** What a chunk left: nothing, the beginning of a message, or a stream that can't be followed any more. */
type SplitProgress = 'whole' | 'unfinished' | 'broken' | 'too long'

type StreamSplitter = {
  /** Takes bytes as latin1 text. */
  take(chunk: string): SplitProgress
}

/**
 * Cuts a TCP stream into messages by Content-Length, RFC 3261 section 18.3. CRLFCRLF between messages is a ping of
 * RFC 5626 section 4.4.1; a lone CRLF is a pong.
 */
export function createStreamSplitter(
  { headBytes, messageBytes }: Pick<Limits, 'headBytes' | 'messageBytes'>,
  taker: StreamTaker,
): StreamSplitter {
  let rest = ''
  const skipPings = () => {
    while (rest.startsWith('\r\n')) {
      const isPing = rest.startsWith('\r\n\r\n')
      rest = rest.slice(isPing ? 4 : 2)
      if (isPing) taker.onPing()
    }
  }
  const refuse = (head?: string): SplitProgress => {
    taker.onTooLong(head)
    return 'too long'
  }
  /** Takes one message off the rest; undefined when there may be another. */
  const takeOne = (): SplitProgress | undefined => {
    skipPings()
    const headEnd = rest.indexOf('\r\n\r\n')
    if (headEnd > headBytes || (headEnd === -1 && rest.length > headBytes)) return refuse()
    if (headEnd === -1) return rest ? 'unfinished' : 'whole'
    const head = rest.slice(0, headEnd + 2)
    const length = contentLength(head)
    if (length === undefined) return 'broken'
    const end = headEnd + 4 + length
    if (end > messageBytes) return refuse(head)
    if (rest.length < end) return 'unfinished'
    const message = rest.slice(0, end)
    rest = rest.slice(end)
    taker.onMessage(message)
    return undefined
  }
  const take = (chunk: string): SplitProgress => {
    rest += chunk
    for (;;) {
      const progress = takeOne()
      if (progress) return progress
    }
  }
  return { take }
}

function contentLength(head: string): number | undefined {
  const match = /\r\n(?:content-length|l)[ \t]*:[ \t]*(\d{1,9})[ \t]*\r\n/i.exec(head)
  return match ? Number(match[1]) : undefined
}
