import type { LegId } from '../core/names.ts'
import type { MediaFact } from '../media/facts.ts'
import type { SignallingFact } from '../sip/signalling.ts'
import { endLeg, hangUpLeg } from './end-leg.ts'
import type { KeyWay } from './leg-keys.ts'
import { mendLeg } from './mend-leg.ts'
import { acceptLeg, hearEarly } from './open-leg.ts'
import { returnLeg } from './take-up.ts'
import type { VoiceParts } from './voice.ts'

/** Turns what signalling says into facts of voice; SDP stays here. */
export function reportSignalling(fact: SignallingFact, parts: VoiceParts): void {
  const { legs, tell } = parts
  switch (fact.type) {
    case 'leg.arrived':
      arrive(fact, parts)
      break
    case 'leg.returned':
      returnLeg(fact.leg, fact.offer, parts)
      break
    case 'leg.answered': {
      const { leg, answer } = fact
      if (answer !== undefined) void parts.lanes.run([leg], () => acceptLeg(leg, answer, parts))
      else if (legs.has(leg)) tell({ type: 'leg.answered', leg })
      break
    }
    case 'leg.progressed':
      void parts.lanes.run([fact.leg], () => hearEarly(fact.leg, fact.answer, parts))
      break
    case 'leg.ended':
      endLeg(fact.leg, fact.reason, parts)
      break
    case 'leg.digit':
      reportKey(fact.leg, fact.digit, 'info', parts)
      break
    case 'leg.ringing':
      if (legs.has(fact.leg)) tell(fact)
      break
    default:
      tell(fact)
  }
}

/** The INVITE waits for the centre's order, unless the centre has been gone for long. */
function arrive(
  { offer, ...arrived }: Extract<SignallingFact, { type: 'leg.arrived' }>,
  parts: VoiceParts,
): void {
  if (parts.isCentreGone()) {
    parts.log({ leg: arrived.leg, reason: 'overloaded' }, 'call refused: no centre')
    parts.signalling.refuse(arrived.leg, 503, 'overloaded')
    return
  }
  const { leg, trunk } = arrived
  parts.legs.add(leg, { offer, ...(trunk && { trunk }) })
  parts.tell({ ...arrived, draw: Math.random() })
}

/** Turns what media says into facts of voice. */
export function reportMedia(fact: MediaFact, parts: VoiceParts): void {
  switch (fact.type) {
    case 'leg.digit':
      reportKey(fact.leg, fact.digit, fact.by, parts)
      break
    case 'leg.mediaLost':
      if (parts.legs.has(fact.leg)) parts.tell(fact)
      hangUpLeg(fact.leg, 'media-lost', parts)
      break
    case 'leg.stranded':
      void mendLeg(fact, parts)
      break
    case 'media.faulted':
      parts.log({ ...fact }, 'sound is not as ordered')
      parts.tell(fact)
      break
    default:
      parts.tell(fact)
  }
}

/** A phone may tell one press two ways at once. */
function reportKey(leg: LegId, digit: string, by: KeyWay, { legs, tell }: VoiceParts): void {
  const isNew = legs.hearKey(leg, { digit, by, at: performance.now() })
  if (isNew) tell({ type: 'leg.digit', leg, digit })
}
