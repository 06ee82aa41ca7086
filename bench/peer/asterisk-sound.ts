import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask, type Dialog } from '../../testkit/phone/dialog.ts'
import { type Endpoint, openEndpoint } from '../../testkit/phone/endpoint.ts'
import { readSdp } from '../../testkit/phone/sdp.ts'
import { headerOf, listOf, type SipMessage, statusOf, uriOf } from '../../testkit/phone/sip-text.ts'
import { BenchFault } from '../benchmark.ts'
import { host, sdpAt, sdpType } from '../caller.ts'
import { cpuMsOf, rssMbOf } from '../process-stat.ts'
import { type Exchange, groupOf, type Scene } from '../sound/exchange.ts'
import { asteriskFiles, modules, modulesConf } from './asterisk-files.ts'
import { findInstalled, type Installed, runAsterisk } from './asterisk.ts'

export type PeerSound = {
  readonly name: string
  readonly use: <Result>(
    scene: Scene,
    use: (exchange: Exchange) => Promise<Result>,
  ) => Promise<Result>
}

const answerLimitMs = 10_000

export async function findAsteriskSound(): Promise<PeerSound | undefined> {
  const installed = await findInstalled()
  if (installed === undefined) return undefined
  return {
    name: `asterisk ${installed.version}`,
    use: (scene, use) => withScene(installed, scene, use),
  }
}

async function withScene<Result>(
  installed: Installed,
  scene: Scene,
  use: (exchange: Exchange) => Promise<Result>,
): Promise<Result> {
  // Nobody hangs up before Asterisk ends.
  const endpoint = await openEndpoint(host, (_request, respond) => respond(200))
  try {
    return await runAsterisk(installed, soundFiles, ({ pid, port }) =>
      use({
        cpuMs: () => cpuMsOf(pid),
        rssMb: () => rssMbOf(pid),
        connect: async (ports) => {
          const theirs: number[] = []
          for (const [n, soundPort] of ports.entries())
            theirs.push(
              await call(endpoint, `sip:${extension(scene, n)}@${host}:${port}`, soundPort),
            )
          // Recordings and bridges begin after the answer.
          await sleep(500)
          return theirs
        },
      }),
    )
  } finally {
    endpoint.close()
  }
}

/** The first digit says what the leg does, the rest which group it belongs to. */
function extension(scene: Scene, n: number): string {
  const group = String(Math.floor(n / groupOf[scene])).padStart(5, '0')
  if (scene === 'prompt') return '1'
  if (scene === 'conference') return `6${group}`
  if (scene === 'supervised') throw new Error('the peer takes no part in this')
  return `${(scene === 'bridge' ? 2 : 4) + (n % 2)}${group}`
}

/** Of two who talk, the first waits and the second is bridged to him; MixMonitor with D writes two channels, as we do. */
const extensionsConf = (folder: string): string =>
  [
    '[hotline]',
    `exten => 1,1,Answer()\n same => n(again),Playback(${folder}/music/tone)\n same => n,Goto(again)`,
    'exten => _[24]XXXXX,1,Answer()',
    ' same => n,Set(GLOBAL(leg${EXTEN:1})=${CHANNEL})\n same => n,Wait(3600)',
    'exten => _3XXXXX,1,Answer()\n same => n,Bridge(${leg${EXTEN:1}})',
    `exten => _5XXXXX,1,Answer()\n same => n,MixMonitor(${folder}/\${UNIQUEID}.raw,D)`,
    ' same => n,Bridge(${leg${EXTEN:1}})',
    'exten => _6XXXXX,1,Answer()\n same => n,ConfBridge(${EXTEN:1})',
    '',
  ].join('\n')

const soundFiles = (
  folder: string,
  port: number,
): Readonly<Record<string, string | Uint8Array>> => ({
  ...asteriskFiles({ folder, port, seats: [] }),
  'extensions.conf': extensionsConf(folder),
  'confbridge.conf':
    '[general]\n[default_user]\ntype=user\nquiet=yes\n[default_bridge]\ntype=bridge\n' +
    'internal_sample_rate=8000\nmixing_interval=20\n',
  'modules.conf': modulesConf([
    ...modules,
    ...['app_playback', 'app_mixmonitor', 'app_confbridge', 'bridge_softmix'],
    ...['func_global', 'format_sln'],
  ]),
})

/** Gives the port where the answered leg wants its sound. */
function call(endpoint: Endpoint, uri: string, soundPort: number): Promise<number> {
  const dialog: Dialog = {
    callId: randomUUID(),
    local: `<sip:phone@${host}>;tag=${randomUUID()}`,
    remote: `<${uri}>`,
    target: uri,
    routes: [],
    cseq: 0,
    contact: `sip:phone@${host}:${endpoint.port}`,
  }
  const answered = new Promise<number>((resolve, reject) => {
    const hear = (response: SipMessage) => {
      if (statusOf(response) < 200) return
      if (statusOf(response) >= 300) reject(new BenchFault(`the peer refused: ${response.start}`))
      dialog.remote = headerOf(response, 'to')
      dialog.target = uriOf(headerOf(response, 'contact'))
      dialog.routes = listOf(response, 'record-route').reverse()
      resolve(readSdp(response.body)?.far.port ?? 0)
    }
    const invite = { method: 'INVITE', headers: [sdpType], body: sdpAt(soundPort) }
    ask(endpoint, dialog, invite, hear)
  })
  const late = sleep(answerLimitMs).then(() =>
    Promise.reject(new BenchFault('the peer did not answer in time')),
  )
  return Promise.race([answered, late])
}
