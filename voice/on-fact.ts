import type { MediaFact } from '../media/facts.ts'
import type { SignallingFact } from '../sip/signalling.ts'
import type { VoiceLegs } from './legs.ts'
import { type PreviousCalls, redeliver } from './resume-calls.ts'

type FactOptions = {
  readonly legs: VoiceLegs
  /** Nobody will answer new calls soon: they are refused unannounced. */
  readonly isCentreGone: () => boolean
  readonly previous?: PreviousCalls | undefined
}

/** Turns what signalling says into facts of voice; SDP stays here. */
export function onSignallingFact(fact: SignallingFact, options: FactOptions): void {
  const { legs, previous } = options
  switch (fact.type) {
    case 'leg.arrived':
      arrive(fact, options)
      break
    case 'leg.redelivered':
      redeliver(fact.leg, fact.offer, legs, previous)
      break
    case 'leg.ringing':
    case 'leg.progressed':
    case 'leg.answered':
    case 'leg.digit':
    case 'leg.ended':
      legs.find(fact.leg)?.onSignalling(fact)
      break
    default:
      legs.context.tell(fact)
  }
}

/** The INVITE waits for the centre's order, unless the centre has been gone for long. */
function arrive(
  { offer, ...arrived }: Extract<SignallingFact, { type: 'leg.arrived' }>,
  { legs, isCentreGone }: FactOptions,
): void {
  const { log, signalling, tell } = legs.context
  const { leg, trunk } = arrived
  if (isCentreGone()) {
    log({ leg, reason: 'overloaded' }, 'call refused: no centre')
    signalling().refuse(leg, 503, 'overloaded')
    return
  }
  legs.open(leg, { is: 'arrived', offer, trunk })
  tell({ ...arrived, draw: Math.random() })
}

/** Turns what media says into facts of voice. */
export function onMediaFact(fact: MediaFact, { legs }: Pick<FactOptions, 'legs'>): void {
  const { log, tell } = legs.context
  switch (fact.type) {
    case 'leg.digit':
      legs.find(fact.leg)?.onKey(fact.digit, fact.by)
      break
    case 'leg.mediaLost':
      legs.find(fact.leg)?.onMediaLost(fact)
      break
    case 'leg.stranded':
      void legs.find(fact.leg)?.onStranded(fact)
      break
    case 'media.faulted':
      log({ ...fact }, 'sound is not as ordered')
      tell(fact)
      break
    default:
      tell(fact)
  }
}
