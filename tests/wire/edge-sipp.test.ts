import { execFile } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import t from 'tap'
import { drained, sdp, startScene } from '../../testkit/edge/edge-app.ts'

const sipp = '/usr/bin/sipp'
const skip = existsSync(sipp) ? false : 'SIPp is not installed (Debian: sip-tester)'

async function freePort(): Promise<number> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}

/** Runs SIPp to its end; resolves with its exit code, 0 when every call succeeded. */
function run(...args: string[]) {
  const child = execFile(sipp, ['-i', '127.0.0.1', '-nostdin', '-timeout', '20', ...args], {
    cwd: tmpdir(),
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  return { child, ended }
}

for (const [name, flag] of [
  ['UDP', 'u1'],
  ['TCP', 't1'],
] as const)
  t.test(`SIPp calls over ${name}, and every call succeeds`, { skip }, async (t) => {
    const { edge, srf } = await startScene(t)
    srf.invite((req, res) => void srf.createUAS(req, res, { localSdp: sdp('us') }))
    const port = String(await freePort())
    const calls = ['-r', '50', '-m', '50', '-d', '10', '-t', flag, '-p', port]
    const { ended } = run('-sn', 'uac', ...calls, `127.0.0.1:${edge.sipPort}`)
    t.equal(await ended, 0)
    t.ok(await drained(edge))
  })

t.test('SIPp is called, answers, and is hung up', { skip }, async (t) => {
  const { edge, srf } = await startScene(t)
  const port = await freePort()
  const { child, ended } = run('-sn', 'uas', '-m', '10', '-p', String(port))
  t.teardown(() => child.kill('SIGKILL'))
  await new Promise((resolve) => setTimeout(resolve, 300))
  const calls = Array.from({ length: 10 }, async () => {
    const dialog = await srf.createUAC(`sip:bob@127.0.0.1:${port}`, { localSdp: sdp('us') })
    await dialog.destroy()
  })
  await Promise.all(calls)
  t.equal(await ended, 0)
  t.ok(await drained(edge))
})
