import { encode } from '../../testkit/phone/g711.ts'
import { tone } from '../../testkit/sound/tone.ts'
import type { Seat } from '../hotline.ts'

export const hotlineNumber = '95000'

export type AsteriskSettings = {
  /** Where the files will lie, and where Asterisk keeps its own. */
  readonly folder: string
  /** SIP over UDP on 127.0.0.1. */
  readonly port: number
  readonly seats: readonly Seat[]
}

/**
 * The least configuration that does what the benchmark asks of us: anybody may call the hotline, is answered, waits
 * with music in one queue, and is served by the agent who has been idle longest. `autofill`, which its own example
 * recommends, rings several agents at once for several callers; `retry` is the least there is, a second.
 */
export function asteriskFiles({
  folder,
  port,
  seats,
}: AsteriskSettings): Readonly<Record<string, string | Uint8Array>> {
  return {
    'asterisk.conf': asteriskConf(folder),
    'logger.conf': '[logfiles]\nmessages => warning,error\n',
    'modules.conf': modulesConf(modules),
    'rtp.conf': '[general]\nrtpstart=20000\nrtpend=29999\nicesupport=no\n',
    'musiconhold.conf': `[default]\nmode=files\ndirectory=${folder}/music\n`,
    'music/tone.ulaw': encode('PCMU', tone(440, 10_000)),
    'extensions.conf': `[hotline]\nexten => ${hotlineNumber},1,Answer()\n same => n,Queue(waiting)\n same => n,Hangup()\n`,
    'queues.conf': queuesConf(seats),
    'pjsip.conf': pjsipConf(port, seats),
  }
}

export const modulesConf = (names: readonly string[]): string =>
  `[modules]\nautoload=no\n${names.map((name) => `load=${name}.so\n`).join('')}`

const asteriskConf = (folder: string): string =>
  [
    '[directories]',
    `astetcdir => ${folder}`,
    ...['astdbdir', 'astkeydir', 'astspooldir', 'astrundir', 'astlogdir'].map(
      (name) => `${name} => ${folder}`,
    ),
    // Each call has several open files.
    '[options]\nmaxfiles = 60000\n',
  ].join('\n')

const queuesConf = (seats: readonly Seat[]): string =>
  [
    '[general]\nautofill=yes\nshared_lastcall=yes',
    '[waiting]\nstrategy=leastrecent\nretry=1\nwrapuptime=0\nringinuse=no\nannounce-frequency=0',
    ...seats.map(({ id }) => `member => PJSIP/${id}`),
    '',
  ].join('\n')

const pjsipConf = (port: number, seats: readonly Seat[]): string =>
  [
    `[udp]\ntype=transport\nprotocol=udp\nbind=127.0.0.1:${port}`,
    '[phone](!)\ntype=endpoint\ncontext=hotline\ndisallow=all\nallow=ulaw\ndirect_media=no',
    '[anonymous](phone)',
    ...seats.map(
      ({ id, port: phone }) =>
        `[${id}](phone)\naors=${id}\ndevice_state_busy_at=1\n` +
        `[${id}]\ntype=aor\ncontact=sip:${id}@127.0.0.1:${phone}`,
    ),
    '',
  ].join('\n')

/** What the above takes; nothing that opens another port. */
export const modules = [
  'res_timing_timerfd',
  'res_sorcery_config',
  'res_sorcery_memory',
  'res_sorcery_astdb',
  'res_pjproject',
  'res_pjsip',
  'res_pjsip_pubsub',
  'res_pjsip_session',
  'res_pjsip_sdp_rtp',
  'res_pjsip_caller_id',
  'res_pjsip_nat',
  'res_pjsip_rfc3326',
  'res_pjsip_endpoint_identifier_anonymous',
  'res_rtp_asterisk',
  'res_musiconhold',
  'bridge_builtin_features',
  'bridge_native_rtp',
  'bridge_simple',
  'codec_ulaw',
  'format_pcm',
  'chan_pjsip',
  'pbx_config',
  'app_queue',
]
