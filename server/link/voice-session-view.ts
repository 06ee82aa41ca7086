import type { VoiceId } from '../../core/names.ts'
import type { NumberedEffect } from './frames.ts'
import type { CentreFrame, VoiceFrame } from './frames.ts'

/** The centre's book on the session of voice that it follows: the counterpart of `session.ts`. */
type VoiceSessionView = {
  /** None before the first join. */
  readonly voice: () => VoiceId | undefined
  readonly hello: (journal: string) => CentreFrame
  /** Takes voice's hello; gives the effects to repeat. */
  readonly join: (hello: Extract<VoiceFrame, { type: 'hello' }>) => readonly NumberedEffect[]
  /** False when this fact was heard before. */
  readonly isNext: (n: number) => boolean
  readonly journalled: (n: number) => void
  readonly keep: (effect: NumberedEffect) => void
  /** Effects that voice has not acknowledged, in order. */
  readonly unacked: () => readonly NumberedEffect[]
  /** Voice has applied all effects up to `n`. */
  readonly forget: (n: number) => void
}

export type VoiceSessionViewOptions = {
  /** The session in the journal, and the last of its facts there; no session, 0 before the first join. */
  readonly voice?: VoiceId
  readonly lastFact: number
  /** Effects of the journal that voice may not have had yet, in order. */
  readonly unacked: readonly NumberedEffect[]
  /**
   * Another session than the journal's: the legs of the previous are gone. Gives the number of the last effect that was
   * decided before; effects up to it are never sent to this session.
   */
  readonly onJoin: (voice: VoiceId) => number
}

export function followVoiceSession(options: VoiceSessionViewOptions): VoiceSessionView {
  let voice = options.voice
  let heard = options.lastFact
  let journalled = options.lastFact
  let unacked = [...options.unacked]

  const forget = (n: number): void => {
    unacked = unacked.filter((effect) => effect.n > n)
  }
  return {
    voice: () => voice,
    hello: (journal) => ({
      type: 'hello',
      journal,
      ...(voice && { voice }),
      lastFact: journalled,
    }),
    join(hello) {
      if (hello.voice !== voice) {
        voice = hello.voice
        heard = journalled = 0
        forget(options.onJoin(voice))
      }
      forget(hello.lastEffect)
      return unacked
    },
    isNext(n) {
      if (n <= heard) return false
      heard = n
      return true
    },
    journalled: (n) => void (journalled = Math.max(journalled, n)),
    keep: (effect) => void unacked.push(effect),
    unacked: () => unacked,
    forget,
  }
}
