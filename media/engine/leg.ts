import type { Source } from '../../core/hearing.ts'
import type { LegId, PromptId } from '../../core/names.ts'
import { createFrame, type Frame } from './frame.ts'
import type { Music, Player } from './player.ts'
import { Receiver } from './receiver.ts'
import type { StreamStart } from './rtp-stream.ts'
import { Sender, type Transmit } from './sender.ts'
import type { Terms } from './terms.ts'

/** One party's sound in both directions, and what it is to hear. */
export class Leg {
  readonly id: LegId
  readonly slot: number
  readonly receiver: Receiver
  readonly sender: Sender
  /** What the party says in these 20 ms. */
  readonly voice: Frame = createFrame()
  /** Where a sum of several sources is made for it. */
  readonly mixed: Frame = createFrame()
  readonly music = new Map<PromptId, Music>()
  row: readonly Source[] = []
  player: Player | undefined

  constructor(
    id: LegId,
    slot: number,
    start: StreamStart,
    outlets: { readonly transmit: Transmit; readonly digit: (digit: string) => void },
  ) {
    this.id = id
    this.slot = slot
    this.sender = new Sender(start, outlets.transmit)
    this.receiver = new Receiver({ audio: () => undefined, digit: outlets.digit })
  }

  /** First terms, or changed ones. */
  agree(terms: Terms): void {
    this.receiver.agree(terms)
    this.sender.agree(terms)
  }

  /** Sends these 20 ms, or a digit in their place, or nothing while the party is not to hear. */
  speak(frame: Frame): void {
    this.sender.speak(frame, this.receiver.target)
  }
}
