/*
 * Overload control: who can't be served in time is told so at once, and those who are being served notice nothing.
 *
 *   network ----------> [ our socket ] --> edge --> [ application ]
 *            how long a probe                how many new calls wait for its first
 *            takes through it                answer, and how long they have to
 *
 * Both queues are judged as in CoDel (RFC 8289), by the shortest delay of an interval: a burst passes, a queue that stands
 * does not. A standing queue before us refuses every new call until it is gone. One at the application lowers how many
 * calls may wait there, by a share in each interval, and raises it again slowly.
 */

/** A queue stands when nothing came through faster for a whole interval, ms. */
const [socketTargetMs, socketIntervalMs] = [20, 100]
/** With fewer new calls a second it is not they who keep the machine busy, and refusing them would not help. */
const [fewCalls, paceMs] = [50, 1000]
/** At the application beside the time that it takes when nothing waits. */
const [answerTargetMs, answerIntervalMs] = [100, 100]
/** New calls that may wait for their first answer; so many wait while a centre is started again. */
const [fewestWaiting, mostWaiting] = [20, 1000]
const [shrink, growth] = [0.7, 1.1]
/** What an application takes when nothing waits is the shortest of so long, ms: it may change. */
const memoryMs = 300_000

export class Overload {
  readonly #now: () => number
  /** New calls that an application has not answered in any way, and since when. */
  readonly #waiting = new Map<string, number>()
  #mayWait = mostWaiting
  #interval: { until: number; shortestMs: number }
  /** Of this memory and the one before. */
  #unhindered: { until: number; nowMs: number; beforeMs: number }
  /** New calls of this second and of the one before. */
  #pace: { until: number; calls: number; before: number }
  /** Of each socket before which a queue stands: since when. */
  readonly #queued = new Map<string, number>()

  /** The clock is in ms. */
  constructor(now: () => number) {
    this.#now = now
    this.#pace = { until: now() + paceMs, calls: 0, before: 0 }
    this.#interval = { until: now() + answerIntervalMs, shortestMs: Infinity }
    this.#unhindered = { until: now() + memoryMs, nowMs: Infinity, beforeMs: Infinity }
  }

  /** Whether a new call is taken. */
  admits(): boolean {
    this.#look()
    const isFlood = this.#step() >= fewCalls
    return !(isFlood && this.isBehind) && this.#waiting.size < this.#mayWait
  }

  /** A new call was given to an application. */
  callGiven(call: string): void {
    this.#waiting.set(call, this.#now())
  }

  /** The application answered it in some way: the first answer counts. */
  callAnswered(call: string): void {
    const since = this.#waiting.get(call)
    if (since === undefined) return
    this.#waiting.delete(call)
    this.#look()
    const delayMs = this.#now() - since
    this.#interval.shortestMs = Math.min(this.#interval.shortestMs, delayMs)
    this.#unhindered.nowMs = Math.min(this.#unhindered.nowMs, delayMs)
  }

  /** It ended before any answer. */
  callEnded(call: string): void {
    this.#waiting.delete(call)
  }

  /** A probe has come through a socket of ours, or is still on its way, after so many ms. */
  probed(socket: string, delayMs: number): void {
    if (delayMs <= socketTargetMs) this.#queued.delete(socket)
    else if (!this.#queued.has(socket)) this.#queued.set(socket, this.#now())
  }

  /** A queue stands before the edge itself. */
  get isBehind(): boolean {
    const now = this.#now()
    for (const since of this.#queued.values()) if (now - since >= socketIntervalMs) return true
    return false
  }

  get waiting(): number {
    return this.#waiting.size
  }

  /** How many calls may wait; lower when the application is behind. */
  get mayWait(): number {
    return this.#mayWait
  }

  /** Judges the interval that is over. */
  #look(): void {
    const now = this.#now()
    if (now < this.#interval.until) return
    const { shortestMs } = this.#interval
    this.#interval = { until: now + answerIntervalMs, shortestMs: Infinity }
    this.#forget(now)
    // Nothing was answered: that may be a restart, and says nothing about the pace.
    if (shortestMs === Infinity) return
    const { nowMs, beforeMs } = this.#unhindered
    if (shortestMs > Math.min(nowMs, beforeMs) + answerTargetMs) this.#lower()
    else this.#mayWait = Math.min(mostWaiting, Math.ceil(this.#mayWait * growth))
  }

  /** Counts a new call; gives how many came in a second of late. */
  #step(): number {
    const now = this.#now()
    const { until, calls, before } = this.#pace
    const isOver = now >= until
    this.#pace = {
      until: isOver ? now + paceMs : until,
      calls: isOver ? 1 : calls + 1,
      before: isOver ? (now < until + paceMs ? calls : 0) : before,
    }
    return Math.max(this.#pace.calls, this.#pace.before)
  }

  /** From how many do wait: a limit far above would take long to be felt. */
  #lower(): void {
    const present = Math.min(this.#mayWait, this.#waiting.size)
    this.#mayWait = Math.max(fewestWaiting, Math.floor(present * shrink))
  }

  #forget(now: number): void {
    const { until, nowMs } = this.#unhindered
    if (now >= until) this.#unhindered = { until: now + memoryMs, nowMs: Infinity, beforeMs: nowMs }
  }
}
