import type { LegId } from '../core/names.ts'
import type { LegState, VoiceState } from './checkpoint/checkpoint-entry.ts'
import { hangUpLeg } from './end-leg.ts'
import { openEndpoint } from './leg-endpoint.ts'
import { acceptLeg, faultOf } from './open-leg.ts'
import { perform } from './perform.ts'
import type { VoiceContext } from './voice.ts'

/** What voice needs of a state to go on where the process before it was killed. */
export type PreviousCalls = Pick<VoiceState, 'legs' | 'recordings' | 'bindings' | 'trunks'>

/** The legs whose dialogs the edge may have kept. */
export const previousDialogs = ({ legs }: PreviousCalls) =>
  new Map([...legs].flatMap(([leg, { dialog }]) => (dialog ? [[leg, dialog] as const] : [])))

/**
 * Opens the endpoints of the previous process again, and lets them hear what they heard: before anybody else is asked, for
 * each moment of it is silence on the line. Gives the legs whose sound could not be had.
 */
export async function resumeSound(
  { legs, recordings }: PreviousCalls,
  context: Pick<VoiceContext, 'media' | 'legs' | 'checkpoint' | 'log'>,
  now: () => number,
): Promise<readonly LegId[]> {
  const { media, log } = context
  const lost: LegId[] = []
  const open = async ([leg, { endpoint: checkpoint, dialog }]: [
    LegId,
    LegState,
  ]): Promise<void> => {
    // What only rang is rung anew, with an endpoint of its own.
    if (!checkpoint || !dialog) return
    try {
      await openEndpoint(leg, { checkpoint }, (endpoint) => endpoint.resume(checkpoint), context)
    } catch (error) {
      lost.push(leg)
      log({ leg, ...faultOf(error) }, 'an endpoint cannot be opened again')
    }
  }
  await Promise.all([...legs].map(open))
  const state = [...legs.values()]
  media.perform({ do: 'hear', rows: state.flatMap(({ row }) => (row ? [row] : [])) })
  for (const { play } of state) if (play) media.perform(play.order, now() - play.at)
  for (const { detectAnswerer } of state) if (detectAnswerer) media.perform(detectAnswerer)
  for (const { order, pauses } of recordings.values())
    for (const effect of [order, ...pauses]) media.perform(effect)
  return lost
}

/** Brings to an end what the previous process had begun. The dialogs that the edge kept are there already. */
export function resumeCalls(
  { legs, trunks }: PreviousCalls,
  lost: readonly LegId[],
  context: VoiceContext,
): void {
  if (trunks) context.trunkTerms.set(trunks.trunks)
  for (const leg of lost) hangUpLeg(leg, 'media-lost', context)
  for (const [leg, { ring, dialog, endpoint, isAnswered }] of legs) {
    if (!context.legs.has(leg)) continue
    if (dialog === undefined && ring) ringAgain(leg, ring, context)
    else if (dialog === undefined) hangUpLeg(leg, 'voice-lost', context)
    else if (dialog.is === 'talking' && dialog.isOurs && !isAnswered && endpoint)
      void context.serialQueue.run([leg], () => acceptLeg(leg, dialog.dialog.remote.sdp, context))
  }
}

/** The edge has cancelled its INVITE: the phone rings once more, and the leg is the same. */
function ringAgain(leg: LegId, ring: NonNullable<LegState['ring']>, context: VoiceContext): void {
  context.legs.remove(leg)
  perform(ring, context)
}

/** The INVITE of a previous process's leg came again: what was ordered for it is done, if it was not. */
export function redeliverLeg(leg: LegId, offer: string, context: VoiceContext): void {
  const state = context.previous?.legs.get(leg)
  if (!state || !context.legs.has(leg)) return
  const { trunk, early } = state
  context.legs.setOffer(leg, { offer, ...(trunk && { trunk }), ...(early && { early }) })
  if (state.progress && early === undefined) perform(state.progress, context)
  if (state.answer) perform(state.answer, context)
}
