import type { LegId } from '../core/names.ts'
import type { MediaFact } from '../media/facts.ts'
import type { SignallingFact } from '../sip/signalling.ts'
import { endLeg, hangUpLeg } from './end-leg.ts'
import type { KeyMethod } from './leg-keys.ts'
import { acceptLeg, hearEarly } from './open-leg.ts'
import { reofferLeg } from './reoffer-leg.ts'
import { redeliverLeg } from './resume-calls.ts'
import type { VoiceContext } from './voice.ts'

/** Turns what signalling says into facts of voice; SDP stays here. */
export function reportSignalling(fact: SignallingFact, context: VoiceContext): void {
  const { legs, tell } = context
  switch (fact.type) {
    case 'leg.arrived':
      arrive(fact, context)
      break
    case 'leg.redelivered':
      redeliverLeg(fact.leg, fact.offer, context)
      break
    case 'leg.answered': {
      const { leg, answer } = fact
      if (answer !== undefined)
        void context.serialQueue.run([leg], () => acceptLeg(leg, answer, context))
      else if (legs.has(leg)) tell({ type: 'leg.answered', leg })
      break
    }
    case 'leg.progressed':
      void context.serialQueue.run([fact.leg], () => hearEarly(fact.leg, fact.answer, context))
      break
    case 'leg.ended':
      endLeg(fact.leg, fact.reason, context)
      break
    case 'leg.digit':
      reportKey(fact.leg, fact.digit, 'info', context)
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
  context: VoiceContext,
): void {
  if (context.isCentreGone()) {
    context.log({ leg: arrived.leg, reason: 'overloaded' }, 'call refused: no centre')
    context.signalling.refuse(arrived.leg, 503, 'overloaded')
    return
  }
  const { leg, trunk } = arrived
  context.legs.add(leg, { offer, ...(trunk && { trunk }) })
  context.tell({ ...arrived, draw: Math.random() })
}

/** Turns what media says into facts of voice. */
export function reportMedia(fact: MediaFact, context: VoiceContext): void {
  switch (fact.type) {
    case 'leg.digit':
      reportKey(fact.leg, fact.digit, fact.by, context)
      break
    case 'leg.mediaLost':
      if (context.legs.has(fact.leg)) context.tell(fact)
      hangUpLeg(fact.leg, 'media-lost', context)
      break
    case 'leg.stranded':
      void reofferLeg(fact, context)
      break
    case 'media.faulted':
      context.log({ ...fact }, 'sound is not as ordered')
      context.tell(fact)
      break
    default:
      context.tell(fact)
  }
}

/** A phone may tell one press two ways at once. */
function reportKey(leg: LegId, digit: string, by: KeyMethod, { legs, tell }: VoiceContext): void {
  const isNew = legs.receiveKey(leg, { digit, by, at: performance.now() })
  if (isNew) tell({ type: 'leg.digit', leg, digit })
}
