import { BeepReceiver } from './beep-receiver.ts'
import type { AudioTap, Frame } from './frame.ts'
import { hangoverFrames, VoiceActivity } from './voice-activity.ts'

/*
 * Who has answered, by how long he speaks: a person says a word and waits, a machine talks on, and beeps.
 *
 *      listening --------------------------------> told, once
 *         a beep behind a voice                      machine, with a beep
 *         3 s of voice in all                        machine
 *         less than 1.8 s of voice, 0.8 s of pause   person
 *         6 s                                        unknown
 */

/** In ms of sound since the order. */
const rules = {
  longGreeting: 3000,
  shortGreeting: 1800,
  pause: 800,
  /** Voice that there must be before a beep: a tone that comes first is the network's. */
  beforeBeep: 300,
  latest: 6000,
} as const

const frameMs = 20

export type DetectedAnswerer = {
  readonly as: 'person' | 'machine' | 'unknown'
  readonly beep: boolean
  readonly afterMs: number
}

export class AnswerDetector implements AudioTap {
  readonly #tell: (answerer: DetectedAnswerer) => void
  readonly #voice = new VoiceActivity()
  readonly #beep = new BeepReceiver()
  #passed = 0
  /** Voice in all, with the short pauses in it, and the pause since then. */
  #voiceMs = 0
  #pauseMs = 0
  #isTold = false

  constructor(tell: (answerer: DetectedAnswerer) => void) {
    this.#tell = tell
  }

  hear(frame: Frame): void {
    this.#passed += frameMs
    this.#count(this.#voice.hear(frame))
    const isBeep = this.#beep.hear(frame)
    const beforeBeep = this.#voiceMs - this.#beep.frames * frameMs
    if (isBeep && beforeBeep >= rules.beforeBeep) this.#conclude('machine', true)
    else if (this.#voiceMs >= rules.longGreeting) this.#conclude('machine')
    else if (this.#isShortGreeting()) this.#conclude('person')
    else if (this.#passed >= rules.latest) this.#conclude('unknown')
  }

  /** The hangover behind a voice is a pause already, should it last. */
  #count(isVoice: boolean): void {
    const hangoverMs = hangoverFrames * frameMs
    if (isVoice) {
      this.#voiceMs += this.#pauseMs < rules.pause ? this.#pauseMs + frameMs : frameMs
      this.#pauseMs = 0
      return
    }
    this.#voiceMs = Math.max(0, this.#voiceMs - this.#voice.mistakenFrames * frameMs)
    if (this.#voiceMs === 0) return
    if (this.#pauseMs === 0) {
      this.#voiceMs = Math.max(frameMs, this.#voiceMs - hangoverMs)
      this.#pauseMs = hangoverMs
    }
    this.#pauseMs += frameMs
  }

  #isShortGreeting(): boolean {
    const isShort = this.#voiceMs > 0 && this.#voiceMs < rules.shortGreeting
    return isShort && this.#pauseMs >= rules.pause
  }

  #conclude(as: DetectedAnswerer['as'], beep = false): void {
    if (this.#isTold) return
    this.#isTold = true
    this.#tell({ as, beep, afterMs: this.#passed })
  }
}
