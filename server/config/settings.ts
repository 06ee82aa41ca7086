import { isIP, isIPv4, isIPv6 } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'
import { type CodecName, type SrtpUse, webCodecNames } from '../../media/media.ts'
import { guardSettings } from './guard-settings.ts'
import {
  codecsSetting,
  keySetting,
  keysSetting,
  networksSetting,
  requestHandlersSetting,
} from './setting-kinds.ts'

export const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

const portRule = 'must be a port number from 1 to 65535'
const port = (standard: number) =>
  z.coerce.number(portRule).int(portRule).min(1, portRule).max(65535, portRule).default(standard)

const daysRule = 'must be a whole number of days from 1 on'

const srtpUses = ['off', 'allowed', 'required'] as const satisfies readonly SrtpUse[]
const audioCodecs = ['pcmu', 'pcma', 'g722', 'opus'] as const satisfies readonly CodecName[]

const workersRule = 'must be a number of processes from 1 to 64'
const speechTimeRule = 'must be a number of milliseconds from 100 to 30000'
const sessionRule = 'must be whole seconds from 90 to 86400'
const silenceRule = 'must be whole seconds from 10 to 3600'

const domainRule =
  'must be the name, or the address, that stands behind the @ of our SIP addresses, such as voice.example.com'

const url = (protocol: RegExp, example: string) =>
  z.url({ protocol, error: `must be an address such as ${example}` }).optional()

/** The environment variables, each by itself; what they contradict is found in `contradictions.ts`. */
export const settings = z.object({
  HOST: z
    .string()
    .refine(
      (host) => isIPv4(host) && host !== '0.0.0.0',
      'must be an IPv4 address of this machine that phones reach, such as 192.168.1.10 (0.0.0.0 cannot stand in SIP and SDP)',
    )
    .default('127.0.0.1'),
  ANNOUNCED_ADDRESS: z
    .string()
    .refine(
      isReachable,
      'must be the address, or the name, by which phones and browsers reach this machine, such as 203.0.113.10 or voice.example.com',
    )
    .optional(),
  HTTP_PORT: port(8080),
  SIP_PORT: port(5060),
  SIP_TLS_PORT: port(5061),
  SIP_WS_PORT: port(5066),
  SIP_HOST6: z
    .string()
    .refine(
      (host) => isIPv6(host) && !host.includes('%') && !/^[0:]+$/.test(host),
      'must be an IPv6 address of this machine that phones reach, without a zone, such as 2001:db8::10 (:: cannot stand in SIP)',
    )
    .optional(),
  TLS_CA: z.string().optional(),
  SIP_TLS_VERIFY: z.enum(['on', 'off'], 'must be on or off').default('on'),
  SIP_PROXIES: networksSetting,
  SIP_REQUEST_HANDLERS: requestHandlersSetting,
  SIP_DOMAIN: z.string().refine(isReachable, domainRule).optional(),
  SIP_WS_URL: url(/^wss?$/, 'wss://voice.example.com'),
  SIP_OUTBOUND_PROXY: z
    .string()
    .regex(/^sips?:[^\s<>]+$/i, 'must be a SIP address such as sip:10.0.0.5')
    .optional(),
  ...guardSettings,
  RTP_PORT_MIN: port(20000),
  RTP_PORT_MAX: port(29999),
  VOICE_SPARE: z.enum(['on', 'off'], 'must be on or off').default('on'),
  MEDIA_PACKETS: z.enum(['native', 'dgram'], 'must be native or dgram').default('native'),
  AUDIO_CODECS: codecsSetting(audioCodecs),
  SRTP: z.enum(srtpUses, `must be one of ${srtpUses.join(', ')}`).default('allowed'),
  SPEECH: z
    .enum(['espeak-ng', 'http', 'off'], 'must be espeak-ng, http or off')
    .default('espeak-ng'),
  SPEECH_URL: url(/^https?$/, 'http://127.0.0.1:5002/speech'),
  SPEECH_TIMEOUT_MS: z.coerce
    .number(speechTimeRule)
    .int(speechTimeRule)
    .min(100, speechTimeRule)
    .max(30_000, speechTimeRule)
    .default(3000),
  RTP_SILENCE_SECONDS: z.coerce
    .number(silenceRule)
    .int(silenceRule)
    .min(10, silenceRule)
    .max(3600, silenceRule)
    .default(60),
  SESSION_EXPIRES_SECONDS: z.coerce
    .number(sessionRule)
    .int(sessionRule)
    .min(90, sessionRule)
    .max(86_400, sessionRule)
    .default(1800),
  DATA_DIR: z.string().default('./data'),
  DRACHTIO_HOST: z.string().optional(),
  DRACHTIO_PORT: port(9022),
  DRACHTIO_SECRET: z
    .string()
    .regex(/^[^\s|]+$/, 'must not contain spaces or the sign |')
    .optional(),
  VOICE_SOCKET: z
    .string()
    .refine(
      fitsSocketPath,
      'must be a path shorter than 100 bytes (the kernel allows a Unix socket no more)',
    )
    .optional(),
  REDIS_URL: url(/^rediss?$/, 'redis://127.0.0.1:6379'),
  DATABASE_URL: url(/^postgres(ql)?$/, 'postgres://user:password@127.0.0.1:5432/callwright'),
  WEBRTC_WORKERS: z.coerce
    .number(workersRule)
    .int(workersRule)
    .min(1, workersRule)
    .max(64, workersRule)
    .optional(),
  WEB_CODECS: codecsSetting(webCodecNames),
  SOFTPHONE_MEDIA: z.enum(['webrtc', 'rtp'], 'must be webrtc or rtp').default('webrtc'),
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  RECORDING_FORMAT: z.enum(['wav', 'opus'], 'must be wav or opus').default('wav'),
  RECORDING_KEY: keySetting,
  RECORDING_OLD_KEYS: keysSetting,
  RECORDING_DAYS: z.coerce.number(daysRule).int(daysRule).min(1, daysRule).optional(),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
})

/** A host name as RFC 1123 has it, or an address that is somebody's. */
function isReachable(host: string): boolean {
  if (isIP(host)) return host !== '0.0.0.0' && host !== '::'
  return /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host) && /[a-z]/i.test(host)
}

export type Settings = z.infer<typeof settings>

/** `sun_path` holds 108 bytes, unix(7). */
export function fitsSocketPath(path: string): boolean {
  return Buffer.byteLength(resolve(path)) < 100
}
