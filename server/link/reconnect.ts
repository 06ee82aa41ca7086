import { createConnection, type Socket } from 'node:net'
import { type LineHandlers, readLines } from './json-lines.ts'

/** Between two attempts, ms: doubled from the first to the last. */
const firstRetryMs = 50
const lastRetryMs = 200

/** Keeps a connection to a Unix socket, made anew whenever it ends. Gives the function that stops it. */
export function keepConnected(
  socketPath: string,
  talk: LineHandlers & { readonly onOpen: (socket: Socket) => void },
): () => void {
  let socket: Socket
  let retryMs = firstRetryMs
  let retry: NodeJS.Timeout | undefined
  let isStopped = false

  const dial = (): void => {
    const connection = createConnection(socketPath)
    socket = connection
    connection.on('connect', () => {
      retryMs = firstRetryMs
      talk.onOpen(connection)
    })
    readLines(connection, {
      ...talk,
      onClose() {
        talk.onClose()
        if (isStopped) return
        retry = setTimeout(dial, retryMs)
        retryMs = Math.min(retryMs * 2, lastRetryMs)
      },
    })
  }
  dial()
  return () => {
    isStopped = true
    clearTimeout(retry)
    socket.destroy()
  }
}
