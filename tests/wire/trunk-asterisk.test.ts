import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { asteriskFiles, modules, modulesConf } from '../../bench/peer/asterisk-files.ts'
import { findInstalled, runAsterisk } from '../../bench/peer/asterisk.ts'
import { type LegId, named } from '../../core/names.ts'
import { createSipStage } from '../../testkit/edge/sip-stage.ts'
import { makeTrunk } from '../../testkit/samples.ts'

t.setTimeout(90_000)

const sdp =
  'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n' +
  'm=audio 39998 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n'
const wanted = process.env['ASTERISK_ROOT']
const installed = wanted === undefined ? undefined : await findInstalled()
const skip = installed ? false : 'ASTERISK_ROOT names no chroot with an Asterisk'

const pjsipConf = (port: number): string =>
  [
    `[udp]\ntype=transport\nprotocol=udp\nbind=127.0.0.1:${port}`,
    '[acc42]\ntype=endpoint\ncontext=ours\ndisallow=all\nallow=ulaw\nauth=acc42\naors=acc42',
    'send_pai=yes\ntrust_id_outbound=yes\ndirect_media=no',
    '[acc42]\ntype=auth\nauth_type=userpass\nusername=acc42\npassword=secret',
    '[acc42]\ntype=aor\nmax_contacts=1\nqualify_frequency=0',
    '[acc42]\ntype=identify\nendpoint=acc42\nmatch=127.0.0.1\n',
  ].join('\n')
const extensionsConf = (edgePort: number): string =>
  [
    '[ours]\nexten => 13800138000,1,Answer()\n same => n,MusicOnHold(,20)',
    'exten => 13900139000,1,Hangup(17)',
    'exten => caller,1,Answer()\n same => n,Wait(20)',
    `exten => call,1,Dial(PJSIP/acc42/sip:95000@127.0.0.1:${edgePort})\n`,
  ].join('\n')
const more = [
  ...['res_pjsip_authenticator_digest', 'res_pjsip_registrar', 'res_pjsip_refer'],
  ...['res_pjsip_endpoint_identifier_ip', 'app_dial', 'res_clioriginate'],
]

t.test(
  'a real exchange is a trunk: registration, calls both ways, a transfer',
  { skip },
  async (t) => {
    if (!installed) return
    const stage = await createSipStage(undefined, undefined, { unseal: (sealed) => sealed })
    t.teardown(() => stage.stop())
    let folder = ''
    const files = (inside: string, port: number) => {
      folder = inside
      return {
        ...asteriskFiles({ folder: inside, port, seats: [] }),
        'extensions.conf': extensionsConf(stage.edge.sipPort),
        'pjsip.conf': pjsipConf(port),
        'modules.conf': modulesConf([...modules, ...more]),
      }
    }
    await runAsterisk(installed, files, async ({ port }) => {
      const tell = (command: string) => {
        const args = ['-C', join(folder, 'asterisk.conf'), '-rx', command]
        return promisify(execFile)('chroot', [installed.root, 'asterisk', ...args])
      }
      const account = {
        user: 'acc42',
        domain: `127.0.0.1:${port}`,
        password: 'secret',
        registers: true,
        expiresSeconds: 120,
      }
      const proxies = [`sip:127.0.0.1:${port}`]
      const trunk = makeTrunk('pbx', { proxies, account, keepAliveSeconds: 30 })
      stage.signalling.perform({ do: 'setTrunks', trunks: [trunk], unknownSources: 'reject' })
      t.match(await stage.next('trunk.changed'), { state: 'trying' })
      t.match(await stage.next('trunk.changed'), { state: 'up', proxy: proxies[0] })

      let legs = 0
      const ring = (digits: string): LegId => {
        const leg = named<LegId>(`c1.${(legs += 1)}`)
        const to = { trunk: trunk.id, digits }
        stage.signalling.ring(leg, {
          to,
          offer: sdp,
          caller: { number: '95000' },
          autoAnswer: false,
        })
        return leg
      }
      const answered = ring('13800138000')
      t.match(await stage.next('leg.answered'), { leg: answered, answer: /m=audio/ })
      stage.signalling.hangUp(answered, 'finished')
      await stage.next('leg.ended')
      const busy = ring('13900139000')
      t.match(await stage.next('leg.ended'), { leg: busy, reason: 'busy' })
      const unknown = ring('999')
      t.match(await stage.next('leg.ended'), { leg: unknown, reason: 'unknown-number' })

      await tell('channel originate Local/caller@ours extension call@ours')
      const { leg, ...arrived } = await stage.next('leg.arrived')
      t.match(arrived, { trunk: 'pbx', number: '95000' })
      stage.signalling.answer(leg, sdp)
      t.match(await stage.next('leg.answered'), { leg })
      stage.signalling.perform({ do: 'refer', leg, to: { digits: '13800138000' } })
      t.match(await stage.next('leg.transferred'), { leg, status: 200 })
      stage.signalling.hangUp(leg, 'transferred')
      stage.signalling.perform({ do: 'setTrunks', trunks: [], unknownSources: 'accept' })
    })
  },
)
