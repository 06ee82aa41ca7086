/** What must not last for ever. */
export type WatchedConnection = {
  /** On the clock of the watch. */
  readonly deadline: number
  /** The deadline is over. */
  expire(): void
  /** Every 20 s, to see whether the far end is alive. */
  beat(): void
}

const lookMs = 1000
/** Not all on one second: ten thousand pings at once would hold everything up. */
const secondsBetweenBeats = 20

/** One timer for all connections, however many: it looks at each once a second. */
export class Watch {
  #now = 0
  #turn = 0
  #added = 0
  readonly #watched = new Map<WatchedConnection, number>()
  readonly #timer: NodeJS.Timeout

  constructor() {
    const startedAt = performance.now()
    this.#timer = setInterval(() => this.look(performance.now() - startedAt), lookMs)
    this.#timer.unref()
  }

  /** In ms, as of the last look: good enough for time-outs, and free. */
  get now(): number {
    return this.#now
  }

  add(watched: WatchedConnection): void {
    this.#added += 1
    this.#watched.set(watched, this.#added % secondsBetweenBeats)
  }

  remove(watched: WatchedConnection): void {
    this.#watched.delete(watched)
  }

  look(now: number): void {
    this.#now = now
    this.#turn = (this.#turn + 1) % secondsBetweenBeats
    for (const [watched, turn] of this.#watched) {
      if (watched.deadline <= now) watched.expire()
      else if (turn === this.#turn) watched.beat()
    }
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
