import type { VoiceEffect } from '../../../core/effect.ts'
import type { Event, Input } from '../../../core/event.ts'
import { createBoard, stepBoard } from '../../../cti/board/board.ts'
import { createWorld, stepWorld } from '../../../server/centre/world/world.ts'
import type { CentreFace } from '../../../server/http/route-context.ts'
import { contactOf } from '../../../server/store/contact-history.ts'

/** The real world and the real board, with the stream in memory and nobody to perform effects. */
export class SmallCentre implements CentreFace {
  readonly events: Event[] = []
  readonly orders: VoiceEffect[] = []
  /** Undefined: ready. */
  trouble: string | undefined
  readonly #listeners: ((events: readonly Event[]) => void)[] = []
  readonly #world = createWorld()
  readonly #board = createBoard()

  async put(fact: Input) {
    const turn = stepWorld(this.#world, { ...fact, at: Date.now() })
    this.events.push(...turn.events)
    for (const event of turn.events) stepBoard(this.#board, event)
    for (const { effect } of turn.voice) this.orders.push(effect)
    for (const listener of this.#listeners) listener(turn.events)
    return turn
  }

  subscribe(listener: (events: readonly Event[]) => void) {
    this.#listeners.push(listener)
    return () => undefined
  }

  board() {
    return this.#board
  }

  tenant() {
    return this.#world.state.tenant
  }

  async readEvents(contact: string) {
    return this.events.filter((event) => contactOf(event) === contact)
  }

  async *readJournal(afterSeq: number) {
    yield* this.events.filter((event) => event.seq > afterSeq)
  }

  counts() {
    return { turns: this.events.length, bugs: 0 }
  }

  isReady() {
    const reason = this.trouble
    return reason === undefined ? { ok: true as const } : { ok: false as const, reason }
  }
}
