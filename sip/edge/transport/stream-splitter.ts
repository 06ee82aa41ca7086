/** A message on a stream may be so long before the connection counts as hostile. */
const MAX_BYTES = 128 * 1024

export type StreamSplitter = {
  /** Takes bytes as latin1 text. Returns false when the stream can't be followed any more. */
  take(chunk: string): boolean
}

/**
 * Cuts a TCP stream into messages by Content-Length, RFC 3261 section 18.3. CRLFCRLF between messages is a ping of
 * RFC 5626 section 4.4.1; a lone CRLF is a pong.
 */
export function createStreamSplitter(
  onMessage: (text: string) => void,
  onPing: () => void,
): StreamSplitter {
  let rest = ''
  const take = (chunk: string): boolean => {
    rest += chunk
    for (;;) {
      while (rest.startsWith('\r\n')) {
        const isPing = rest.startsWith('\r\n\r\n')
        rest = rest.slice(isPing ? 4 : 2)
        if (isPing) onPing()
      }
      const headEnd = rest.indexOf('\r\n\r\n')
      if (headEnd === -1) return rest.length < MAX_BYTES
      const length = contentLength(rest.slice(0, headEnd + 2))
      if (length === undefined || length > MAX_BYTES) return false
      const end = headEnd + 4 + length
      if (rest.length < end) return true
      const message = rest.slice(0, end)
      rest = rest.slice(end)
      onMessage(message)
    }
  }
  return { take }
}

function contentLength(head: string): number | undefined {
  const match = /\r\n(?:content-length|l)[ \t]*:[ \t]*(\d{1,9})[ \t]*\r\n/i.exec(head)
  return match ? Number(match[1]) : undefined
}
