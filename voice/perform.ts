import type { VoiceEffect } from '../core/effect.ts'
import type { HearingRow } from '../core/hearing.ts'
import type { LegId } from '../core/names.ts'
import type { MediaEffect } from '../media/facts.ts'
import type { SignallingEffect } from '../sip/signalling.ts'
import type { VoiceLegs } from './legs.ts'

/**
 * Performs one effect; never throws, a bug ends one leg. Effects of one leg keep their order, though endpoints open
 * asynchronously; a hang-up overtakes, for nothing before it matters any more.
 */
export function perform(effect: VoiceEffect, legs: VoiceLegs): void {
  try {
    dispatch(effect, legs)
  } catch (error) {
    legs.context.log({ effect: effect.do, err: error }, 'a bug in an effect')
    if ('leg' in effect) legs.find(effect.leg)?.end('internal-error')
  }
}

function dispatch(effect: VoiceEffect, legs: VoiceLegs): void {
  // The name of an effect chooses its own entry.
  const does = table[effect.do] as (effect: VoiceEffect, legs: VoiceLegs) => void
  does(effect, legs)
}

type Table = {
  readonly [Do in VoiceEffect['do']]: (
    effect: Extract<VoiceEffect, { do: Do }>,
    legs: VoiceLegs,
  ) => void
}

function sound(effect: MediaEffect, legs: VoiceLegs): void {
  const { media, serialQueue, log } = legs.context
  serialQueue
    .run(queueKeysOf(effect), () => media.perform(effect))
    .catch((error: unknown) => log({ effect: effect.do, err: error }, 'a bug in the sound'))
}

/** Everything that must be open, or started, before this effect. */
function queueKeysOf(effect: MediaEffect): readonly string[] {
  switch (effect.do) {
    case 'hear':
      return effect.rows.flatMap(legsIn)
    case 'record':
      return [`recording ${effect.recording}`, effect.left, ...effect.right]
    case 'pauseRecording':
    case 'resumeRecording':
    case 'stopRecording':
      return [`recording ${effect.recording}`]
    default:
      return [effect.leg]
  }
}

const ofDialog = (effect: SignallingEffect, legs: VoiceLegs): void =>
  legs.context.signalling().perform(effect)

const table: Table = {
  progress: ({ leg }, legs) => legs.find(leg)?.progress(),
  answer: ({ leg }, legs) => legs.find(leg)?.answer(),
  refuse: ({ leg, status, reason }, legs) => legs.find(leg)?.refuse(status, reason),
  ring: (order, legs) => legs.open(order.leg, { is: 'ringing', keys: [] })?.ring(order),
  hangUp: ({ leg, reason }, legs) => legs.find(leg)?.hangUp(reason),
  setTrunks(effect, legs) {
    legs.setTrunks(effect.trunks)
    ofDialog(effect, legs)
  },
  refer: ofDialog,
  settleReferral: ofDialog,
  hear(effect, legs) {
    legs.setRows(effect.rows)
    sound(effect, legs)
  },
  play: sound,
  stopPlay: sound,
  sendDigits: sound,
  detectAnswerer: sound,
  record: sound,
  pauseRecording: sound,
  resumeRecording: sound,
  stopRecording: sound,
}

const legsIn = ([listener, sources]: HearingRow): readonly LegId[] => [
  listener,
  ...sources.flatMap((source) => ('leg' in source ? [source.leg] : [])),
]
