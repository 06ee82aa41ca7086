import type { LegId } from '../core/names.ts'
import { hangUpLeg } from './end-leg.ts'
import { openEndpoint } from './leg-endpoint.ts'
import type { LegStanding, Standing } from './notes/note.ts'
import { acceptLeg, faultOf } from './open-leg.ts'
import { perform } from './perform.ts'
import type { VoiceParts } from './voice.ts'

/** What voice needs of a standing to go on where the process before it was killed. */
export type FormerCalls = Pick<Standing, 'legs' | 'recordings' | 'bindings' | 'trunks'>

/** The legs whose dialogs the edge may have kept. */
export const formerDialogs = ({ legs }: FormerCalls) =>
  new Map([...legs].flatMap(([leg, { dialog }]) => (dialog ? [[leg, dialog] as const] : [])))

/**
 * Opens the endpoints of the former process again, and lets them hear what they heard: before anybody else is asked, for
 * each moment of it is silence on the line. Gives the legs whose sound could not be had.
 */
export async function takeUpSound(
  { legs, recordings }: FormerCalls,
  parts: Pick<VoiceParts, 'media' | 'legs' | 'note' | 'log'>,
  now: () => number,
): Promise<readonly LegId[]> {
  const { media, log } = parts
  const lost: LegId[] = []
  const open = async ([leg, { endpoint: checkpoint, dialog }]: [
    LegId,
    LegStanding,
  ]): Promise<void> => {
    // What only rang is rung anew, with an endpoint of its own.
    if (!checkpoint || !dialog) return
    try {
      await openEndpoint(leg, { checkpoint }, (endpoint) => endpoint.resume(checkpoint), parts)
    } catch (error) {
      lost.push(leg)
      log({ leg, ...faultOf(error) }, 'an endpoint cannot be opened again')
    }
  }
  await Promise.all([...legs].map(open))
  const standing = [...legs.values()]
  media.perform({ do: 'hear', rows: standing.flatMap(({ row }) => (row ? [row] : [])) })
  for (const { play } of standing) if (play) media.perform(play.order, now() - play.at)
  for (const { recognize } of standing) if (recognize) media.perform(recognize)
  for (const { order, pauses } of recordings.values())
    for (const effect of [order, ...pauses]) media.perform(effect)
  return lost
}

/** Brings to an end what the former process had begun. The dialogs that the edge kept are there already. */
export function takeUpLegs(
  { legs, trunks }: FormerCalls,
  lost: readonly LegId[],
  parts: VoiceParts,
): void {
  if (trunks) parts.trunkTerms.set(trunks.trunks)
  for (const leg of lost) hangUpLeg(leg, 'media-lost', parts)
  for (const [leg, { ring, dialog, endpoint, isAnswered }] of legs) {
    if (!parts.legs.has(leg)) continue
    if (dialog === undefined && ring) ringAnew(leg, ring, parts)
    else if (dialog === undefined) hangUpLeg(leg, 'voice-lost', parts)
    else if (dialog.is === 'talking' && dialog.isOurs && !isAnswered && endpoint)
      void parts.lanes.run([leg], () => acceptLeg(leg, dialog.dialog.remote.sdp, parts))
  }
}

/** The edge has cancelled its INVITE: the phone rings once more, and the leg is the same. */
function ringAnew(leg: LegId, ring: NonNullable<LegStanding['ring']>, parts: VoiceParts): void {
  parts.legs.remove(leg)
  perform(ring, parts)
}

/** The INVITE of a former process's leg came again: what was ordered for it is done, if it was not. */
export function returnLeg(leg: LegId, offer: string, parts: VoiceParts): void {
  const standing = parts.former?.legs.get(leg)
  if (!standing || !parts.legs.has(leg)) return
  const { trunk, early } = standing
  parts.legs.setOffer(leg, { offer, ...(trunk && { trunk }), ...(early && { early }) })
  if (standing.progress && early === undefined) perform(standing.progress, parts)
  if (standing.answer) perform(standing.answer, parts)
}
