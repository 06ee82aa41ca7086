import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { untilFound } from '../desk.ts'
import { freePorts } from '../system.ts'
import { type Client, clientFolder, type ClientOptions, missing, soundOf } from './client.ts'

export const noLinphone = missing('/usr/bin/linphonec', 'linphone-cli')

/** `codec`: as linphone names it, such as `PCMA`; every other one is switched off. */
export async function startLinphone(t: Test, { toneHz, codec }: ClientOptions): Promise<Client> {
  const folder = await clientFolder(t, toneHz)
  await mkdir(join(folder, '.local/share/linphone'), { recursive: true })
  const [sipPort, rtpPort] = await freePorts(2)
  await writeFile(join(folder, 'rc'), configOf(sipPort, rtpPort))
  const child = spawn('/usr/bin/linphonec', ['-a', '-c', join(folder, 'rc')], {
    env: { PATH: process.env['PATH'], HOME: folder },
  })
  t.teardown(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const order = (line: string) => void child.stdin.write(`${line}\n`)
  const says = (what: string) => untilFound(what, () => (output.includes(what) ? what : undefined))
  order('ipv6 disable')
  await says('ipv6 use disabled')
  await chooseCodec(codec, order, () => output)
  order('soundcard use files')
  order(`play ${join(folder, 'tone.wav')}`)
  order(`record ${join(folder, 'heard.wav')}`)
  await says('Using wav files')
  return {
    uri: `sip:client@127.0.0.1:${sipPort}`,
    async dial(uri) {
      order(`call ${uri}`)
      await says('Media streams established')
    },
    press(key) {
      order(key)
      return Promise.resolve()
    },
    async hangUp() {
      order('terminate')
      await says('ended')
      order('quit')
      await once(child, 'exit')
      return soundOf(await readFile(join(folder, 'heard.wav')))
    },
  }
}

/** `codec list` prints a line for each: `3: PCMA (8000) enabled`. */
async function chooseCodec(
  codec: string,
  order: (line: string) => void,
  output: () => string,
): Promise<void> {
  order('codec list')
  const listed = await untilFound('the list of codecs', () => {
    const lines = [...output().matchAll(/^\s*(\d+): (\S+) \(\d+\)/gm)]
    return lines.some(([, , name]) => name === codec) ? lines : undefined
  })
  order('codec disable all')
  for (const [, number, name] of listed) if (name === codec) order(`codec enable ${number}`)
}

const configOf = (sipPort: number, rtpPort: number): string => `
[sip]
sip_port=${sipPort}
sip_tcp_port=0
sip_tls_port=0
guess_hostname=0
contact=sip:client@127.0.0.1
use_rfc2833=1
use_info=0
media_encryption=none
[rtp]
audio_rtp_port=${rtpPort}
[video]
enabled=0
[sound]
echocancellation=0
`
