import { Counters } from '../../../edge/counters.ts'
import type { GuardSettings } from '../../../edge/guard/guard-settings.ts'
import { networksOf } from '../../../edge/guard/networks.ts'
import { StrictGuard } from '../../../edge/guard/strict-guard.ts'
import type { Hop } from '../../../edge/hop.ts'
import { parseMessage, type Request } from '../../../edge/message/message.ts'

export const guardSettings: GuardSettings = {
  trusted: networksOf(['10.0.0.0/8']),
  proxies: networksOf(['192.0.2.200']),
  origins: ['https://cc.example.com', 'localhost'],
  messagesPerSecond: 50,
  callsPerSecond: 5,
  registersPerMinute: 60,
  wrongCredentialsPerMinute: 10,
  connections: 3,
  banMinutes: 5,
}

/** A guard whose time stands still until it is told to pass. */
export function createGuardStage(changed: Partial<GuardSettings> = {}) {
  let now = 1000
  const counters = new Counters()
  const logged: object[] = []
  const guard = new StrictGuard({
    settings: { ...guardSettings, ...changed },
    now: () => now,
    retryAfterSeconds: () => 7,
    counters,
    log: (fields) => logged.push(fields),
  })
  const refusals = (cause: string) =>
    counters.all('refusals').find(({ labels }) => labels[0] === cause)?.count ?? 0
  return { guard, counters, logged, refusals, pass: (ms: number) => void (now += ms) }
}

export function hopFrom(address: string): Hop {
  return {
    transport: 'udp',
    address,
    port: 5060,
    local: { address: '192.0.2.1', port: 5060 },
    isOpen: true,
    send: () => undefined,
    onGone: () => () => undefined,
  }
}

export function requestBy(method: string, ...headers: readonly string[]): Request {
  const lines = [
    `${method} sip:95000@192.0.2.1 SIP/2.0`,
    'Via: SIP/2.0/UDP 203.0.113.5;branch=z9hG4bK1',
    'From: <sip:a@b>;tag=1',
    'To: <sip:95000@c>',
    'Call-ID: c',
    `CSeq: 1 ${method}`,
    ...headers,
  ]
  const message = parseMessage(`${lines.join('\r\n')}\r\n\r\n`, '203.0.113.5', 5060)
  if (message.kind !== 'request') throw new Error('not a request')
  return message
}
