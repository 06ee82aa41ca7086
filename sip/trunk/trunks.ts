import { lookup } from 'node:dns/promises'
import type { VoiceEffect } from '../../core/effect.ts'
import type { LegId, TrunkId } from '../../core/names.ts'
import type { Trunk } from '../../core/trunk.ts'
import { findPeer } from './peers.ts'
import { TrunkConnection, type TrunkConnectionOptions } from './trunk-connection.ts'

/** All trunks at work. */
export type Trunks = {
  /** Acts on what differs: a trunk whose account and proxies are as before keeps its registration. */
  readonly set: (order: Extract<VoiceEffect, { do: 'setTrunks' }>) => void
  readonly connectionOf: (trunk: TrunkId) => TrunkConnection | undefined
  /** Whose call it is that comes from this address to this user of ours; undefined: a stranger's. */
  readonly ofSource: (address: string, user: string) => TrunkConnection | undefined
  readonly acceptsUnknownSources: () => boolean
  /** A call has ended. */
  readonly forget: (leg: LegId) => void
  /** The edge is there again. */
  readonly refresh: () => void
  /** Unregisters; resolves when the registrars have answered, or do not answer soon. */
  readonly stop: () => Promise<void>
}

/** A registrar that does not answer is not waited for longer, ms. */
const unregisterLimitMs = 1000

export function createTrunks(options: TrunkConnectionOptions): Trunks {
  let connections = new Map<TrunkId, TrunkConnection>()
  let acceptsUnknown = true

  const open = (trunk: Trunk, previous: TrunkConnection | undefined): TrunkConnection => {
    if (previous && wayOf(previous.trunk) === wayOf(trunk)) {
      previous.update(trunk)
      return previous
    }
    const connection = new TrunkConnection(trunk, options, previous?.limits)
    // A registrar knows both by one Contact: the old unregistering must not end the new registration.
    if (previous) void withinLimit(previous.stop(), options).then(() => connection.start())
    else connection.start()
    return connection
  }

  return {
    set({ trunks, unknownSources }) {
      acceptsUnknown = unknownSources === 'accept'
      const next = new Map(
        trunks.map((trunk) => [trunk.id, open(trunk, connections.get(trunk.id))]),
      )
      for (const [id, connection] of connections) if (!next.has(id)) void connection.stop()
      connections = next
      for (const connection of connections.values()) connection.report(true)
    },
    connectionOf: (trunk) => connections.get(trunk),
    ofSource: (address, user) => findPeer(connections.values(), address, user),
    acceptsUnknownSources: () => acceptsUnknown,
    forget: (leg) => {
      for (const { limits } of connections.values()) limits.release(leg)
    },
    refresh: () => {
      for (const connection of connections.values()) connection.refresh()
    },
    async stop() {
      const stopping = [...connections.values()].map((connection) => connection.stop())
      connections = new Map()
      await withinLimit(Promise.all(stopping), options)
    },
  }
}

/** What a registration and a keep-alive hang on. */
const wayOf = ({ enabled, proxies, account, keepAliveSeconds }: Trunk): string =>
  JSON.stringify([enabled, proxies, account, keepAliveSeconds])

async function withinLimit(
  task: Promise<unknown>,
  { clock }: TrunkConnectionOptions,
): Promise<void> {
  let cancel = (): void => undefined
  const limit = new Promise<void>((resolve) => (cancel = clock.after(unregisterLimitMs, resolve)))
  await Promise.race([task, limit]).finally(() => cancel())
}

/** All addresses of a name; an unknown name has none. */
export const lookUpName = (host: string): Promise<readonly string[]> =>
  lookup(host, { all: true }).then(
    (found) => found.map(({ address }) => address),
    () => [],
  )
