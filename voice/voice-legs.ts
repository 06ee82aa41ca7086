import type { HearingRow } from '../core/hearing.ts'
import type { LegId, TrunkId } from '../core/names.ts'
import type { MediaEndpoint } from '../media/endpoint/endpoint.ts'
import { receiveKey, type KeyReport, type LegKeys, noKeys } from './leg-keys.ts'

/** What voice itself remembers of a leg, from the first word about it until its `leg.ended`. */
type VoiceLeg = {
  /** The caller's SDP, until the leg is answered; and ours, where early media has begun. */
  offered?: PendingOffer
  /** What the leg shall hear; media forgets rows of legs that are not open. */
  row?: HearingRow
  keys: LegKeys
  /** From the moment on in which it is being opened. */
  endpoint?: MediaEndpoint
}

export type PendingOffer = {
  readonly offer: string
  /** By which the caller came. */
  readonly trunk?: TrunkId
  readonly early?: string
}

export type VoiceLegs = {
  /** False when the leg is known already. */
  readonly add: (leg: LegId, offered?: PendingOffer) => boolean
  readonly has: (leg: LegId) => boolean
  /** The legs of a process before us, with what they hear. */
  readonly resume: (previous: ReadonlyMap<LegId, { readonly row?: HearingRow }>) => void
  /** The offer of a leg that was taken up has come again. */
  readonly setOffer: (leg: LegId, offered: PendingOffer) => void
  /** Undefined once the leg is answered. */
  readonly offered: (leg: LegId) => PendingOffer | undefined
  /** Early media has begun with this description of ours. */
  readonly setEarly: (leg: LegId, early: string) => void
  /** Gives the offer to the one who answers. */
  readonly takeOffer: (leg: LegId) => PendingOffer | undefined
  readonly setEndpoint: (leg: LegId, endpoint: MediaEndpoint) => void
  readonly endpoint: (leg: LegId) => MediaEndpoint | undefined
  /** False when the leg was unknown: it has ended before. */
  readonly remove: (leg: LegId) => boolean
  /** Whether it is a press of a known leg that nobody has told yet. */
  readonly receiveKey: (leg: LegId, report: KeyReport) => boolean
  readonly setRows: (rows: readonly HearingRow[]) => void
  /** The rows that a newly opened leg has a part in. */
  readonly rowsWith: (leg: LegId) => readonly HearingRow[]
  readonly ids: () => readonly LegId[]
  /** Inbound legs that nobody has answered. */
  readonly unanswered: () => readonly LegId[]
}

export function createVoiceLegs(): VoiceLegs {
  const legs = new Map<LegId, VoiceLeg>()
  const change = (leg: LegId, news: Partial<VoiceLeg>): void => {
    const known = legs.get(leg)
    if (known) Object.assign(known, news)
  }
  return {
    add(leg, offered) {
      if (legs.has(leg)) return false
      legs.set(leg, { keys: noKeys, ...(offered && { offered }) })
      return true
    },
    has: (leg) => legs.has(leg),
    resume(previous) {
      for (const [leg, { row }] of previous) legs.set(leg, { keys: noKeys, ...(row && { row }) })
    },
    setOffer: (leg, offered) => change(leg, { offered }),
    offered: (leg) => legs.get(leg)?.offered,
    setEarly(leg, early) {
      const known = legs.get(leg)
      if (known?.offered) known.offered = { ...known.offered, early }
    },
    takeOffer(leg) {
      const known = legs.get(leg)
      const offered = known?.offered
      delete known?.offered
      return offered
    },
    setEndpoint: (leg, endpoint) => change(leg, { endpoint }),
    endpoint: (leg) => legs.get(leg)?.endpoint,
    remove: (leg) => legs.delete(leg),
    receiveKey(leg, report) {
      const known = legs.get(leg)
      if (known === undefined) return false
      const { keys, isNew } = receiveKey(known.keys, report)
      known.keys = keys
      return isNew
    },
    setRows(rows) {
      for (const row of rows) {
        const listener = legs.get(row[0])
        if (listener) listener.row = row
      }
    },
    rowsWith: (leg) =>
      [...legs.values()].flatMap(({ row }) => (row && isIn(leg, row) ? [row] : [])),
    ids: () => [...legs.keys()],
    unanswered: () => [...legs].flatMap(([leg, { offered }]) => (offered ? [leg] : [])),
  }
}

const isIn = (leg: LegId, [listener, sources]: HearingRow): boolean =>
  listener === leg || sources.some((source) => 'leg' in source && source.leg === leg)
