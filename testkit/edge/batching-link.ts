import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/**
 * A link to the edge's application port that hands bytes on in batches, as a busy machine does: what the edge says within
 * `everyMs` reaches the application in one read.
 */
export async function startBatchingLink(appPort: number, everyMs = 15) {
  const sockets = new Set<Socket>()
  const server = createServer((application) => {
    const edge = connect({ host: '127.0.0.1', port: appPort })
    const waiting: Buffer[] = []
    const timer = setInterval(() => {
      if (waiting.length > 0) application.write(Buffer.concat(waiting.splice(0)))
    }, everyMs)
    edge.on('data', (chunk: Buffer) => waiting.push(chunk))
    application.on('data', (chunk: Buffer) => edge.write(chunk))
    for (const [end, other] of [
      [edge, application],
      [application, edge],
    ] as const) {
      sockets.add(end)
      end.on('error', () => undefined)
      end.on('close', () => {
        clearInterval(timer)
        sockets.delete(end)
        other.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    stop: async (): Promise<void> => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
