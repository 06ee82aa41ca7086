import type { Socket } from 'node:net'
import { StringDecoder } from 'node:string_decoder'

/** A longer line is a fault of the peer: 1 MiB, in UTF-16 units. */
const maxLine = 1_048_576

/** What a peer sent that is no frame. It costs that connection, never the process. */
export class LinkFault extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'LinkFault'
  }
}

export type LinkLog = (fields: object, message: string) => void

/** What one end does with a connection. */
export type LineHandlers = {
  /** The whole lines of each chunk, in order; throws LinkFault. */
  readonly onLines: (lines: readonly string[]) => void
  readonly onClose: () => void
  readonly log: LinkLog
}

/** A LinkFault, or a line without end, destroys the socket. `onClose` is called once, whatever ends it. */
export function readLines(socket: Socket, { onLines, onClose, log }: LineHandlers): void {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  const take = (chunk: Buffer): void => {
    const lines = (rest + decoder.write(chunk)).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > maxLine || lines.some((line) => line.length > maxLine))
      throw new LinkFault('a line is longer than 1 MiB')
    if (lines.length > 0) onLines(lines)
  }
  socket.on('data', (chunk: Buffer) => {
    if (socket.destroyed) return
    try {
      take(chunk)
    } catch (error) {
      if (!(error instanceof LinkFault)) throw error
      log({ fault: error.message }, 'the other end sent no frame')
      socket.destroy()
    }
  })
  // `close` follows, and tells all that matters.
  socket.on('error', () => undefined)
  socket.on('close', onClose)
}

/** Writes frames as lines, all at once. */
export function writeFrames(socket: Socket, frames: readonly object[]): void {
  if (frames.length > 0) socket.write(frames.map((frame) => `${JSON.stringify(frame)}\n`).join(''))
}

/** Writes one frame as one line. */
export function writeFrame(socket: Socket, frame: object): void {
  socket.write(`${JSON.stringify(frame)}\n`)
}
