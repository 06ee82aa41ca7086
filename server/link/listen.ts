import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { type LinkLog, readLines } from './json-lines.ts'

type ListenOptions = {
  readonly onLines: (socket: Socket, lines: readonly string[]) => void
  /** The one connection ended; not called for one that a newer replaced. */
  readonly onClose: () => void
  readonly log: LinkLog
}

/**
 * Listens on a Unix socket for one peer: the newest connection wins, the older is dropped. A file left at the path by
 * an earlier process is replaced. Gives the function that stops it.
 */
export async function listenForNewest(
  socketPath: string,
  { onLines, onClose, log }: ListenOptions,
): Promise<() => Promise<void>> {
  let newest: Socket | undefined
  const server = createServer((socket) => {
    const older = newest
    newest = socket
    older?.destroy()
    readLines(socket, {
      onLines: (lines) => onLines(socket, lines),
      onClose() {
        if (newest !== socket) return
        newest = undefined
        onClose()
      },
      log,
    })
  })
  await listen(server, socketPath)
  return () =>
    new Promise((resolve) => {
      newest?.destroy()
      server.close(() => resolve())
    })
}

function listen(server: Server, socketPath: string): Promise<void> {
  rmSync(socketPath, { force: true })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(socketPath, () => {
      // Whoever can write here commands the calls.
      chmodSync(socketPath, 0o600)
      server.off('error', reject)
      resolve()
    })
  })
}
