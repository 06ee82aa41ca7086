import { createHash } from 'node:crypto'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { RequestHandler } from '../../edge/app/request-handler.ts'
import type { GuardSettings } from '../../edge/guard/guard-settings.ts'
import type { CodecName, SpeechSettings, SrtpUse, WebSettings } from '../../media/media.ts'
import type { RecordingKeys, SoundFormat } from '../../media/recording/recordings.ts'
import { installationSecret, keyFor } from '../secret/secret.ts'
import { findContradictions } from './contradictions.ts'
import { guardOf } from './guard-settings.ts'
import { fitsSocketPath, type logLevels, type Settings, settings } from './settings.ts'

export type Config = {
  /** IPv4 address for SIP, RTP and HTTP. */
  readonly host: string
  /** What stands behind the `@` of our SIP addresses, and the realm; `host` where nothing else is set. */
  readonly sipDomain: string
  /** Address or name by which phones and browsers reach `host` from outside. */
  readonly announcedAddress?: string
  /** mediasoup processes, and what is spoken with browsers. */
  readonly web: WebSettings
  readonly httpPort: number
  /** UDP and TCP. */
  readonly sipPort: number
  readonly sipWsPort: number
  /** IPv6 address for SIP beside `host`. */
  readonly sipHost6?: string
  readonly sipTls: {
    readonly port: number
    /** Path of a PEM file: authorities beside those that the system knows. */
    readonly ca?: string
    /** Whether the certificates of those that we connect to are checked. */
    readonly verifies: boolean
  }
  /** Networks of our own SIP proxies: they say truly where a request came from. */
  readonly sipProxies: readonly string[]
  /** Where browsers find SIP, `wss://…`, when it is not this machine. */
  readonly sipWsUrl?: string
  /** SIP URI by which every request outside a dialog leaves. */
  readonly sipOutboundProxy?: string
  /** How strangers are treated by the edge. */
  readonly guard: GuardSettings
  readonly rtpPortMin: number
  readonly rtpPortMax: number
  /** Sockets for RTP; `native` falls back to `dgram` where its addon was not built. */
  readonly mediaPackets: 'native' | 'dgram'
  /** A prepared process takes the place of a voice that dies. */
  readonly voiceSpare: boolean
  /** What SIP parties are offered, in this order, and what is accepted from them. */
  readonly audioCodecs: readonly CodecName[]
  /** SRTP toward SIP parties, its keys in SDP (RFC 4568). */
  readonly srtp: SrtpUse
  /** Who speaks words that are not recorded. */
  readonly speech: SpeechSettings
  /** A SIP party that sends nothing for so long is gone. */
  readonly rtpSilenceSeconds: number
  /** RFC 4028: a call whose far end does not answer for so long is over. */
  readonly sessionSeconds: number
  /** Absolute. */
  readonly dataDir: string
  readonly drachtio: {
    readonly host: string
    readonly port: number
    readonly secret: string
    /** The edge is ours; otherwise a drachtio-server runs elsewhere. */
    readonly embedded: boolean
    /** Outbound mode of the embedded edge. */
    readonly requestHandlers: readonly RequestHandler[]
  }
  /** Unix socket between centre and voice. */
  readonly voiceSocket: string
  /** Hex; key of the sitting passwords and session tokens. */
  readonly secret: string
  readonly redisUrl?: string
  readonly databaseUrl?: string
  /** Absolute paths of PEM files that belong together. */
  readonly tls?: { readonly cert: string; readonly key: string }
  readonly recording: {
    readonly format: SoundFormat
    readonly keys: RecordingKeys
    /** Recordings are kept for so many days; for ever where it is absent. */
    readonly days?: number
  }
  readonly logLevel: (typeof logLevels)[number]
}

/** Everything that is wrong with the settings: one sentence each, saying what to do. */
export class ConfigError extends Error {
  readonly faults: readonly string[]
  constructor(faults: readonly string[], options?: ErrorOptions) {
    super(faults.join('\n'), options)
    this.name = 'ConfigError'
    this.faults = faults
  }
}

/**
 * Reads the settings from the environment; an empty variable counts as unset. Makes DATA_DIR and its secret.
 * Throws ConfigError with all faults at once.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const { values, faults } = readSettings(env)
  const all = [...faults, ...findContradictions(values)]
  if (all.length > 0) throw new ConfigError(all)
  // Without a fault every setting has its value.
  return assemble(values as Settings)
}

function readSettings(env: NodeJS.ProcessEnv): { values: Partial<Settings>; faults: string[] } {
  const faults: string[] = []
  const values: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(settings.shape)) {
    const given = env[name] === '' ? undefined : env[name]
    const result = schema.safeParse(given)
    if (result.success) values[name] = result.data
    else
      faults.push(`${name} ${result.error.issues[0]?.message ?? 'is wrong'}${quote(name, given)}.`)
  }
  return { values, faults }
}

/** What was given; a secret is not repeated, an address may carry a password. */
const quote = (name: string, given = ''): string =>
  /SECRET|URL|RECORDING_(OLD_)?KEY/.test(name) ? '' : `; it is "${given}"`

function assemble(values: Settings): Config {
  const dataDir = resolve(values.DATA_DIR)
  const secret = secretOf(dataDir)
  return {
    host: values.HOST,
    ...(values.ANNOUNCED_ADDRESS && { announcedAddress: values.ANNOUNCED_ADDRESS }),
    web: webOf(values),
    httpPort: values.HTTP_PORT,
    ...sipOf(values),
    guard: guardOf(values, values.SIP_PROXIES, webHosts(values)),
    rtpPortMin: values.RTP_PORT_MIN,
    rtpPortMax: values.RTP_PORT_MAX,
    mediaPackets: values.MEDIA_PACKETS,
    voiceSpare: values.VOICE_SPARE === 'on',
    audioCodecs: values.AUDIO_CODECS,
    srtp: values.SRTP,
    speech: speechOf(values),
    rtpSilenceSeconds: values.RTP_SILENCE_SECONDS,
    sessionSeconds: values.SESSION_EXPIRES_SECONDS,
    dataDir,
    drachtio: {
      host: values.DRACHTIO_HOST ?? '127.0.0.1',
      port: values.DRACHTIO_PORT,
      secret: values.DRACHTIO_SECRET ?? keyFor('drachtio', secret),
      embedded: values.DRACHTIO_HOST === undefined,
      requestHandlers: values.SIP_REQUEST_HANDLERS,
    },
    voiceSocket: values.VOICE_SOCKET ? resolve(values.VOICE_SOCKET) : socketPath(dataDir),
    secret,
    ...(values.REDIS_URL && { redisUrl: values.REDIS_URL }),
    ...(values.DATABASE_URL && { databaseUrl: values.DATABASE_URL }),
    ...(values.TLS_CERT &&
      values.TLS_KEY && { tls: { cert: resolve(values.TLS_CERT), key: resolve(values.TLS_KEY) } }),
    recording: {
      format: values.RECORDING_FORMAT,
      keys: {
        ...(values.RECORDING_KEY && { current: values.RECORDING_KEY }),
        old: values.RECORDING_OLD_KEYS,
      },
      ...(values.RECORDING_DAYS && { days: values.RECORDING_DAYS }),
    },
    logLevel: values.LOG_LEVEL,
  }
}

function webOf(values: Settings): WebSettings {
  return {
    // The engine wants a core for itself.
    workers: values.WEBRTC_WORKERS ?? Math.max(1, availableParallelism() - 1),
    codecs: values.WEB_CODECS,
    ...(values.SOFTPHONE_MEDIA === 'rtp' && { endsInFront: true }),
  }
}

function sipOf(values: Settings) {
  return {
    sipDomain: values.SIP_DOMAIN ?? values.ANNOUNCED_ADDRESS ?? values.HOST,
    sipPort: values.SIP_PORT,
    sipWsPort: values.SIP_WS_PORT,
    ...(values.SIP_HOST6 && { sipHost6: values.SIP_HOST6 }),
    sipTls: {
      port: values.SIP_TLS_PORT,
      ...(values.TLS_CA && { ca: resolve(values.TLS_CA) }),
      verifies: values.SIP_TLS_VERIFY === 'on',
    },
    sipProxies: values.SIP_PROXIES,
    ...(values.SIP_WS_URL && { sipWsUrl: values.SIP_WS_URL }),
    ...(values.SIP_OUTBOUND_PROXY && { sipOutboundProxy: values.SIP_OUTBOUND_PROXY }),
  }
}

/** Under which names our own pages may be opened. */
const webHosts = ({ HOST, ANNOUNCED_ADDRESS, SIP_DOMAIN }: Settings): string[] =>
  [HOST, ANNOUNCED_ADDRESS, SIP_DOMAIN].flatMap((host) => host?.toLowerCase() ?? [])

/** An address is there where one is needed: the contradictions are settled by then. */
function speechOf(values: Settings): SpeechSettings {
  const { SPEECH: provider, SPEECH_URL: url = '', SPEECH_TIMEOUT_MS: timeoutMs } = values
  if (provider === 'off') return { provider }
  return provider === 'http' ? { provider, url, timeoutMs } : { provider, timeoutMs }
}

function secretOf(dataDir: string): string {
  try {
    return installationSecret(dataDir)
  } catch (error) {
    throw new ConfigError([`DATA_DIR: ${reasonOf(error)}.`], { cause: error })
  }
}

/** A deep DATA_DIR gets a short name outside of it. */
function socketPath(dataDir: string): string {
  const path = join(dataDir, 'voice.sock')
  if (fitsSocketPath(path)) return path
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  return join(tmpdir(), `callwright-${name}.sock`)
}

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
