import type { LegId } from '../core/names.ts'
import type { LegState, VoiceState } from './checkpoint/checkpoint-entry.ts'
import { faultOf, type VoiceLegPhase } from './leg.ts'
import type { VoiceLegs } from './legs.ts'
import { perform } from './perform.ts'

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
  { legs: states, recordings }: PreviousCalls,
  legs: VoiceLegs,
  now: () => number,
): Promise<readonly LegId[]> {
  const { media, log } = legs.context
  const lost: LegId[] = []
  const open = async ([leg, state]: [LegId, LegState]): Promise<void> => {
    const resumed = legs.open(leg, phaseOf(state), state.row)
    // What only rang is rung anew, with an endpoint of its own.
    if (!state.endpoint || !state.dialog) return
    try {
      await resumed?.resume(state.endpoint)
    } catch (error) {
      lost.push(leg)
      log({ leg, ...faultOf(error) }, 'an endpoint cannot be opened again')
    }
  }
  await Promise.all([...states].map(open))
  const all = [...states.values()]
  media.perform({ do: 'hear', rows: all.flatMap(({ row }) => (row ? [row] : [])) })
  for (const { play } of all) if (play) media.perform(play.order, now() - play.at)
  for (const { detectAnswerer } of all) if (detectAnswerer) media.perform(detectAnswerer)
  for (const { order, pauses } of recordings.values())
    for (const effect of [order, ...pauses]) media.perform(effect)
  return lost
}

function phaseOf({ dialog, isAnswered }: LegState): VoiceLegPhase {
  if (dialog?.is === 'unconfirmed') return { is: 'answering', keys: [] }
  if (dialog?.is !== 'talking') return { is: 'awaitingInvite' }
  return dialog.isOurs && !isAnswered ? { is: 'ringing', keys: [] } : { is: 'talking' }
}

/** Brings to an end what the previous process had begun. The dialogs that the edge kept are there already. */
export function resumeCalls(
  { legs: states, trunks }: PreviousCalls,
  lost: readonly LegId[],
  legs: VoiceLegs,
): void {
  if (trunks) legs.setTrunks(trunks.trunks)
  for (const leg of lost) legs.find(leg)?.hangUp('media-lost')
  for (const [leg, state] of states) if (legs.find(leg)) resumeCall(leg, state, legs)
}

function resumeCall(id: LegId, state: LegState, legs: VoiceLegs): void {
  const { ring, dialog, endpoint, isAnswered } = state
  if (dialog === undefined && ring) ringAgain(id, ring, legs)
  else if (dialog === undefined) legs.find(id)?.hangUp('voice-lost')
  else if (dialog.is === 'talking' && dialog.isOurs && !isAnswered && endpoint)
    legs.find(id)?.onAnswered(dialog.dialog.remote.sdp)
}

/** The edge has cancelled its INVITE: the phone rings once more, and the leg is the same. */
function ringAgain(leg: LegId, ring: NonNullable<LegState['ring']>, legs: VoiceLegs): void {
  legs.context.onGone(leg)
  perform(ring, legs)
}

/** The INVITE of a previous process's leg came again: what was ordered for it is done, if it was not. */
export function redeliver(
  leg: LegId,
  offer: string,
  legs: VoiceLegs,
  previous: PreviousCalls | undefined,
): void {
  const state = previous?.legs.get(leg)
  const resumed = legs.find(leg)
  if (!state || !resumed) return
  const { trunk, early, progress, answer } = state
  resumed.onRedelivered(offer, trunk, early)
  if (progress && early === undefined) perform(progress, legs)
  if (answer) perform(answer, legs)
}
