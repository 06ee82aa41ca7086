/** How a key came: as a telephone-event (RFC 4733), by its tones, or in a SIP INFO. */
export type KeyMethod = 'event' | 'tone' | 'info'

/*
 * One press may be told two ways at once: by INFO and by telephone-event, or by INFO and by the tone that sounds with it. Each
 * way keeps its own order, so the n-th report of a digit by one way and the n-th by another are the same press:
 *
 *   pressed     1      1           5
 *   event       1      1           5        told to the centre
 *   info           1      1           5     each finds the press that info has not told yet: nothing new
 *
 * The first to tell a press counts, whichever way it is, so nothing waits; 11 stays 11, however fast. A press that one
 * way loses is told by the other. Reports of one press lie less than the window apart: an INFO is often sent when the
 * key is let go. Presses fall out behind it, so a way that tells nothing costs nothing.
 *
 * Tones are a guess, and one long tone with lost packets in it may sound like two: once a key was signalled, tones of
 * that leg are not believed any more.
 */
export const windowMs = 3000

type DtmfPress = {
  readonly digit: string
  readonly at: number
  readonly told: readonly KeyMethod[]
}

/** What is remembered of a leg's keys. */
export type LegKeys = { readonly presses: readonly DtmfPress[]; readonly isSignalled: boolean }

export const noKeys: LegKeys = { presses: [], isSignalled: false }

export type KeyReport = { readonly digit: string; readonly by: KeyMethod; readonly at: number }

/** Takes a report, `at` ms of a clock that never goes back; `isNew` when it is a press that nobody has told. */
export function receiveKey(
  keys: LegKeys,
  { digit, by, at }: KeyReport,
): { readonly keys: LegKeys; readonly isNew: boolean } {
  if (by === 'tone' && keys.isSignalled) return { keys, isNew: false }
  const isSignalled = by !== 'tone'
  const recent = keys.presses.filter((press) => at - press.at < windowMs)
  const known = recent.find((press) => press.digit === digit && !press.told.includes(by))
  if (known === undefined)
    return { keys: { presses: [...recent, { digit, at, told: [by] }], isSignalled }, isNew: true }
  const presses = recent.map((press) =>
    press === known ? { ...press, told: [...press.told, by] } : press,
  )
  return { keys: { presses, isSignalled }, isNew: false }
}
