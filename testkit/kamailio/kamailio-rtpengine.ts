import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import type { Test } from 'tap'
import { untilFound } from '../desk.ts'
import { freePorts } from '../system.ts'
import { inner, outside } from './kamailio-process.ts'

const program = '/usr/bin/rtpengine'

/** Why there is no rtpengine to test with, or false. */
export const noRtpengine = existsSync(program)
  ? false
  : `${program} is not installed (Debian: rtpengine-daemon)`

export type Rtpengine = {
  /** Its control address, as Kamailio wants it. */
  readonly control: string
  readonly log: () => string
}

/** Starts the relay between the two sides, without its kernel module; it ends with the test. */
export async function startRtpengine(t: Test): Promise<Rtpengine> {
  const [control] = await freePorts(1)
  const from = 40_000 + 100 * Math.floor(Math.random() * 40)
  const child = spawn(
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', program, '--config-file=none', '--table=-1', '--foreground'],
      ...['--log-stderr', '--log-level=6', '--delete-delay=0'],
      `--interface=outer/${outside}`,
      `--interface=inner/${inner}`,
      `--listen-ng=${outside}:${control}`,
      `--port-min=${from}`,
      `--port-max=${from + 99}`,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  t.teardown(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  await untilFound('rtpengine', () => {
    if (child.exitCode !== null) throw new Error(`rtpengine ended:\n${output}`)
    return answersPing(control)
  })
  return { control: `udp:${outside}:${control}`, log: () => output }
}

/** The ng protocol: a cookie, then a bencoded dictionary. */
async function answersPing(port: number): Promise<boolean> {
  const socket = createSocket('udp4')
  try {
    const answer = new Promise<boolean>((resolve) => {
      socket.once('message', (message) => resolve(message.includes('pong')))
      setTimeout(() => resolve(false), 200)
    })
    socket.send('ping d7:command4:pinge', port, outside)
    return await answer
  } finally {
    socket.close()
  }
}
