/** What must not last for ever. */
export type Watched = {
  /** On the clock of the watch. */
  readonly deadline: number
  /** The deadline is over. */
  expire(): void
  /** Every 20 s, to see whether the far end is alive. */
  beat(): void
}

const LOOK_MS = 1000
/** Not all on one second: ten thousand pings at once would hold everything up. */
const SECONDS_BETWEEN_BEATS = 20

/** One timer for all connections, however many: it looks at each once a second. */
export class Watch {
  #now = 0
  #turn = 0
  #added = 0
  readonly #watched = new Map<Watched, number>()
  readonly #timer: NodeJS.Timeout

  constructor() {
    const startedAt = performance.now()
    this.#timer = setInterval(() => this.look(performance.now() - startedAt), LOOK_MS)
    this.#timer.unref()
  }

  /** In ms, as of the last look: good enough for time-outs, and free. */
  get now(): number {
    return this.#now
  }

  add(watched: Watched): void {
    this.#added += 1
    this.#watched.set(watched, this.#added % SECONDS_BETWEEN_BEATS)
  }

  remove(watched: Watched): void {
    this.#watched.delete(watched)
  }

  look(now: number): void {
    this.#now = now
    this.#turn = (this.#turn + 1) % SECONDS_BETWEEN_BEATS
    for (const [watched, turn] of this.#watched) {
      if (watched.deadline <= now) watched.expire()
      else if (turn === this.#turn) watched.beat()
    }
  }

  stop(): void {
    clearInterval(this.#timer)
  }
}
