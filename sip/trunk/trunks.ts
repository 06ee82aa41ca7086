import { lookup } from 'node:dns/promises'
import type { VoiceEffect } from '../../core/effect.ts'
import type { LegId, TrunkId } from '../../core/names.ts'
import type { Trunk } from '../../core/trunk.ts'
import { Line, type LineOptions } from './line.ts'
import { findPeer } from './peers.ts'

/** All trunks at work. */
export type Trunks = {
  /** Acts on what differs: a trunk whose account and proxies are as before keeps its registration. */
  readonly set: (order: Extract<VoiceEffect, { do: 'setTrunks' }>) => void
  readonly lineOf: (trunk: TrunkId) => Line | undefined
  /** Whose call it is that comes from this address to this user of ours; undefined: a stranger's. */
  readonly whose: (address: string, user: string) => Line | undefined
  readonly acceptsUnknownSources: () => boolean
  /** A call has ended. */
  readonly forget: (leg: LegId) => void
  /** The edge is there again. */
  readonly refresh: () => void
  /** Unregisters; resolves when the registrars have answered, or do not answer soon. */
  readonly stop: () => Promise<void>
}

/** A registrar that does not answer is not waited for longer, ms. */
const farewellMs = 1000

export function createTrunks(options: LineOptions): Trunks {
  let lines = new Map<TrunkId, Line>()
  let acceptsUnknown = true

  const open = (trunk: Trunk, previous: Line | undefined): Line => {
    if (previous && wayOf(previous.trunk) === wayOf(trunk)) {
      previous.update(trunk)
      return previous
    }
    const line = new Line(trunk, options, previous?.load)
    // A registrar knows both by one Contact: the old farewell must not end the new registration.
    if (previous) void withinLimit(previous.stop(), options).then(() => line.start())
    else line.start()
    return line
  }

  return {
    set({ trunks, unknownSources }) {
      acceptsUnknown = unknownSources === 'accept'
      const next = new Map(trunks.map((trunk) => [trunk.id, open(trunk, lines.get(trunk.id))]))
      for (const [id, line] of lines) if (!next.has(id)) void line.stop()
      lines = next
      for (const line of lines.values()) line.tell(true)
    },
    lineOf: (trunk) => lines.get(trunk),
    whose: (address, user) => findPeer(lines.values(), address, user),
    acceptsUnknownSources: () => acceptsUnknown,
    forget: (leg) => {
      for (const { load } of lines.values()) load.release(leg)
    },
    refresh: () => {
      for (const line of lines.values()) line.refresh()
    },
    async stop() {
      const stopping = [...lines.values()].map((line) => line.stop())
      lines = new Map()
      await withinLimit(Promise.all(stopping), options)
    },
  }
}

/** What a registration and a keep-alive hang on. */
const wayOf = ({ enabled, proxies, account, keepAliveSeconds }: Trunk): string =>
  JSON.stringify([enabled, proxies, account, keepAliveSeconds])

async function withinLimit(task: Promise<unknown>, { clock }: LineOptions): Promise<void> {
  let cancel = (): void => undefined
  const limit = new Promise<void>((resolve) => (cancel = clock.after(farewellMs, resolve)))
  await Promise.race([task, limit]).finally(() => cancel())
}

/** All addresses of a name; an unknown name has none. */
export const lookUpName = (host: string): Promise<readonly string[]> =>
  lookup(host, { all: true }).then(
    (found) => found.map(({ address }) => address),
    () => [],
  )
