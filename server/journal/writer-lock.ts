import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { StartFault } from '../config/start-fault.ts'

/**
 * Makes this process the one that writes in `dir`, until it ends: it listens on a Unix socket, which a killed
 * process cannot leave behind as held. Rejects with StartFault when another writes there.
 */
export async function lockForWriting(dir: string): Promise<void> {
  const path = socketFor(dir)
  if (await isHeld(path))
    throw new StartFault(`Another centre writes in ${dir}: stop it, or set another DATA_DIR.`)
  rmSync(path, { force: true })
  await hold(path)
}

/** Short wherever `dir` is: `sun_path` has 108 bytes, unix(7). */
function socketFor(dir: string): string {
  const name = createHash('sha256').update(resolve(dir)).digest('hex').slice(0, 16)
  return join(tmpdir(), `callwright-journal-${name}.sock`)
}

function isHeld(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    const answer = (isHeld: boolean) => {
      socket.destroy()
      resolve(isHeld)
    }
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
  })
}

function hold(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', reject)
    server.listen(path, () => resolve(server.unref()))
  })
}
