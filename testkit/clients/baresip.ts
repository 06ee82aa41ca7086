import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import type { Test } from 'tap'
import { untilFound } from '../desk.ts'
import { freePorts } from '../system.ts'
import { type Client, clientFolder, type ClientOptions, missing, soundOf } from './client.ts'

export const noBaresip = missing('/usr/bin/baresip', 'baresip-core')

/** `codec`: as baresip names it, such as `PCMA/8000/1`. */
export async function startBaresip(t: Test, { toneHz, codec }: ClientOptions): Promise<Client> {
  const folder = await clientFolder(t, toneHz)
  const [sipPort, controlPort, rtpPort] = await freePorts(3)
  const heard = join(folder, 'heard')
  await mkdir(heard)
  await writeFile(join(folder, 'config'), configOf(folder, { sipPort, controlPort, rtpPort }))
  const account = `<sip:client@127.0.0.1:${sipPort};transport=udp>;regint=0;answermode=auto`
  await writeFile(join(folder, 'accounts'), `${account};audio_codecs=${codec}\n`)
  await writeFile(join(folder, 'contacts'), '')
  const child = spawn('/usr/bin/baresip', ['-f', folder], { stdio: 'ignore' })
  t.teardown(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  const control = await untilFound('baresip', () => openControl(controlPort))
  t.teardown(() => void control.destroy())
  const order = async (command: string, params = '') => {
    const text = JSON.stringify({ command, params, token: command })
    control.write(`${text.length}:${text},`)
    await once(control, 'data')
  }
  return {
    uri: `sip:client@127.0.0.1:${sipPort}`,
    dial: (uri) => order('dial', uri),
    press: (key) => order('sndcode', key),
    async hangUp() {
      await order('hangup')
      child.kill('SIGTERM')
      await once(child, 'exit')
      const [file = ''] = (await readdir(heard)).filter((name) => name.endsWith('-dec.wav'))
      return soundOf(await readFile(join(heard, file)))
    },
  }
}

async function openControl(port: number): Promise<Socket | undefined> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return socket
  } catch {
    return undefined // not listening yet
  }
}

type Ports = { readonly sipPort: number; readonly controlPort: number; readonly rtpPort: number }

const configOf = (folder: string, { sipPort, controlPort, rtpPort }: Ports): string => `
poll_method epoll
sip_listen 127.0.0.1:${sipPort}
audio_source aufile,${folder}/tone.wav
audio_player aubridge,nobody
audio_alert aubridge,nobody
ausrc_srate 16000
ausrc_channels 1
auplay_srate 16000
auplay_channels 1
rtp_ports ${rtpPort}-${rtpPort + 1}
snd_path ${folder}/heard
module_path /usr/lib/baresip/modules
module g711.so
module g722.so
module opus.so
module srtp.so
module aufile.so
module aubridge.so
module sndfile.so
module_tmp account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:${controlPort}
`
