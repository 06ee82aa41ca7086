import { z } from 'zod'
import type { GuardSettings } from '../../edge/guard/guard-settings.ts'
import { networksOf } from '../../edge/guard/networks.ts'
import { networksSetting } from './setting-kinds.ts'

const loopback = '127.0.0.0/8,::1/128'

const limitRule = 'must be a whole number from 1 to 1000000'
const limit = (standard: number) =>
  z.coerce
    .number(limitRule)
    .int(limitRule)
    .min(1, limitRule)
    .max(1_000_000, limitRule)
    .default(standard)

const banRule = 'must be whole minutes from 1 to 1440'
const originRule =
  'must list origins or host names of pages, separated by commas, such as https://cc.example.com,localhost, or *'

/** Settings of the guard; the limits are for one source. */
export const guardSettings = {
  SIP_TRUSTED: z
    .string()
    .default(loopback)
    .transform((text) => (text.trim().toLowerCase() === 'none' ? undefined : text))
    .pipe(networksSetting),
  SIP_SOURCE_MESSAGES: limit(300),
  SIP_SOURCE_CALLS: limit(10),
  SIP_SOURCE_REGISTERS: limit(300),
  SIP_SOURCE_WRONG_CREDENTIALS: limit(10),
  SIP_SOURCE_CONNECTIONS: limit(500),
  SIP_BAN_MINUTES: z.coerce
    .number(banRule)
    .int(banRule)
    .min(1, banRule)
    .max(1440, banRule)
    .default(5),
  SIP_WS_ORIGINS: z
    .string()
    .transform((text) =>
      text
        .toLowerCase()
        .split(',')
        .flatMap((part) => part.trim() || []),
    )
    .refine((parts) => parts.length > 0 && parts.every(isOriginOrHost), originRule)
    .optional(),
}

function isOriginOrHost(text: string): boolean {
  if (text === '*') return true
  if (!text.includes('://')) return /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])$/.test(text)
  return URL.canParse(text) && new URL(text).origin === text
}

type GuardValues = z.infer<z.ZodObject<typeof guardSettings>>

/** What the guard gets; our own pages are at `hosts`. */
export function guardOf(
  values: GuardValues,
  proxies: readonly string[],
  hosts: readonly string[],
): GuardSettings {
  return {
    trusted: networksOf(values.SIP_TRUSTED),
    proxies: networksOf(proxies),
    origins: values.SIP_WS_ORIGINS ?? [...hosts, 'localhost', '127.0.0.1'],
    messagesPerSecond: values.SIP_SOURCE_MESSAGES,
    callsPerSecond: values.SIP_SOURCE_CALLS,
    registersPerMinute: values.SIP_SOURCE_REGISTERS,
    wrongCredentialsPerMinute: values.SIP_SOURCE_WRONG_CREDENTIALS,
    connections: values.SIP_SOURCE_CONNECTIONS,
    banMinutes: values.SIP_BAN_MINUTES,
  }
}
