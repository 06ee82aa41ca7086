import { createConnection, createServer, type Socket } from 'node:net'

/** A relay between two Unix sockets that can be cut at any moment, also in the middle of a line. */
export type Cuttable = {
  readonly path: string
  readonly cut: () => void
  /** Cuts when so many more bytes have passed, counting both directions. */
  readonly cutAfter: (bytes: number) => void
  readonly stop: () => Promise<void>
}

export async function createCuttable(target: string, path: string): Promise<Cuttable> {
  const sockets = new Set<Socket>()
  let bytesLeft = Infinity
  const cut = (): void => {
    bytesLeft = Infinity
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  const carry = (from: Socket, to: Socket): void => {
    sockets.add(from)
    from.on('data', (chunk: Buffer) => {
      if (to.destroyed) return
      to.write(chunk.subarray(0, bytesLeft))
      bytesLeft -= chunk.length
      if (bytesLeft <= 0) setImmediate(cut)
    })
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroy())
  }
  const server = createServer((near) => {
    const far = createConnection(target)
    carry(near, far)
    carry(far, near)
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return {
    path,
    cut,
    cutAfter: (bytes) => (bytesLeft = bytes),
    stop: () =>
      new Promise((resolve) => {
        cut()
        server.close(() => resolve())
      }),
  }
}
