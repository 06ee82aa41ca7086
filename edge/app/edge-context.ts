import type { Counters } from '../counters.ts'
import { Dialogs } from '../dialog/dialogs.ts'
import type { ProxyServices } from '../proxy/proxy.ts'
import { Transactions } from '../transaction/transactions.ts'
import type { DnsResolver } from '../transport/dns-resolver.ts'
import { NextHops } from '../transport/next-hops.ts'
import { Registrations } from '../transport/registrations.ts'
import type { Transports } from '../transport/transports.ts'
import { Apps, type OutboundMode } from './apps.ts'
import { CdrEvents } from './cdr-events.ts'

/** Told of an error that should not exist. The process goes on: it holds everybody's calls. */
type OnBug = (error: unknown) => void

/** Everything that the edge's parts share, for those who lead a message from one to the other. */
export type EdgeContext = ProxyServices & {
  readonly counters: Counters
  readonly apps: Apps
  readonly outbound?: OutboundMode | undefined
  readonly onBug: OnBug
}

export function createEdgeContext(
  given: Pick<
    EdgeContext,
    'guard' | 'overload' | 'counters' | 'timing' | 'sessions' | 'outbound' | 'log' | 'onBug'
  >,
  transports: Transports,
  dns: DnsResolver,
): EdgeContext {
  const { timing } = given
  const registrations = new Registrations(timing.clock)
  const apps = new Apps()
  return {
    ...given,
    registrations,
    transactions: new Transactions(timing),
    dialogs: new Dialogs(),
    nextHops: new NextHops({ transports, registrations, dns, now: () => timing.clock.now() }),
    apps,
    records: new CdrEvents(apps),
    incoming: new Map(),
    proxied: new Map(),
    outgoing: new Map(),
  }
}
