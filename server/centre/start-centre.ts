import type { Logger } from 'pino'
import type { Event, Input } from '../../core/event.ts'
import type { ContactId, VoiceId } from '../../core/names.ts'
import type { Tenant } from '../../core/tenant.ts'
import type { CentreTimer } from '../../core/timer.ts'
import type { Board, Changed } from '../../cti/board/board.ts'
import type { Journal } from '../journal/journal.ts'
import { applyTurn, envelop, type CentreState } from './centre-state.ts'
import type { Centre, CentreOptions, Counts, Link, Listener } from './centre.ts'
import { arrivalOf, collectContact } from './contact-events.ts'
import { recover, type Recovered } from './recover.ts'
import { Turns } from './turns.ts'
import type { ArrivingInput, Turn } from './world/world.ts'

/** A snapshot is kept after so many events, but not more often than this, ms. */
const snapshotEvents = 5000
const snapshotPauseMs = 10_000
/** Timers wait, ms, for voice to tell what happened before they were due: from its joining on, and in all. */
const voiceTellMs = 50
const voicePatienceMs = 2000
const lookEveryMs = 10

/** Recovers what stood when the journal ended, links to voice, and goes on. */
export async function startCentre(options: CentreOptions): Promise<Centre> {
  const { journal, log } = options
  const onDue = (timer: CentreTimer) => centre.feed({ type: 'timer.fired', timer })
  const recovered = await recover(journal, onDue, log)
  await journal.append(recovered.missing)
  const centre = new RunningCentre(options, recovered, onDue)
  await centre.put({
    type: 'centre.started',
    utcOffsetMinutes: -new Date().getTimezoneOffset(),
  })
  return centre
}

class RunningCentre implements Centre {
  readonly #journal: Journal
  readonly #log: Logger
  readonly #turns: Turns
  readonly #link: Link
  readonly #listeners = new Set<Listener>()
  readonly #counts: Counts
  #snapshotSeq: number
  #snapshotAt = 0
  #saving: Promise<void> | undefined
  #isStopping = false
  #lastAt = 0
  #timersHeld: NodeJS.Timeout | undefined

  constructor(options: CentreOptions, recovered: Recovered, onDue: (timer: CentreTimer) => void) {
    const { journal, log, onFatal } = options
    const { centre, unacked, snapshotSeq, divergences } = recovered
    this.#journal = journal
    this.#log = log
    this.#counts = { turns: 0, bugs: 0, divergences }
    this.#snapshotSeq = snapshotSeq
    this.#turns = new Turns({
      journal,
      centre,
      log,
      onFatal,
      recover: async () => (await recover(journal, onDue, log)).centre,
      onTurn: (turn, input) => this.#letOut(turn, input),
      onBug: (error, input) => this.#noteBug(error, { input }),
    })
    const { voice } = centre.world
    this.#link = options.link({
      journal: journal.name,
      ...(voice && { voice: voice.id }),
      lastFact: voice?.n ?? 0,
      unacked,
      onJoin: (id) => this.#join(id),
      onFact: ({ id, n, at, fact }) => this.feed(fact, { at, voice: { id, n } }),
    })
    this.#holdTimers()
  }

  put(input: Input): Promise<Turn> {
    if (this.#isStopping) return Promise.reject(new Error('the centre is stopping'))
    return this.#turns.put({ ...input, at: this.#now() })
  }

  /** For inputs that nobody waits for; a bug is noted where it happens. */
  feed(input: Input, stamp: Pick<ArrivingInput, 'at' | 'voice'> = { at: this.#now() }): void {
    this.#turns.put({ ...input, ...stamp }).catch(() => undefined)
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  board(): Board {
    return this.#turns.centre.board
  }

  tenant(): Tenant {
    return this.#turns.centre.world.state.tenant
  }

  async readEvents(contact: ContactId): Promise<Event[]> {
    const arrival = arrivalOf(contact)
    return arrival === undefined ? [] : collectContact(contact, this.#journal.read(arrival - 1))
  }

  readJournal(afterSeq: number): AsyncIterable<Event> {
    return this.#journal.read(afterSeq)
  }

  isReady(): ReturnType<Centre['isReady']> {
    if (this.#isStopping) return { ok: false, reason: 'the centre is stopping' }
    if (!this.#link.isJoined()) return { ok: false, reason: 'the voice process is not linked' }
    if (this.#turns.isRepairing) return { ok: false, reason: 'the centre recovers from a bug' }
    if (this.board().tenant.hotlines.length === 0)
      return { ok: false, reason: 'no hotline is configured' }
    return { ok: true }
  }

  counts(): Readonly<Counts> {
    return this.#counts
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    clearInterval(this.#timersHeld)
    this.#turns.centre.timers.stop()
    this.#link.stop()
    await this.#saving
    await this.#saveSnapshot()
    await this.#journal.close()
  }

  /** The clock of one process may be set back; the stream's own inputs do not follow it. */
  #now(): number {
    this.#lastAt = Math.max(this.#lastAt, Date.now())
    return this.#lastAt
  }

  #join(id: VoiceId): number {
    const { lastEffect } = this.#turns.centre.world
    this.feed({ type: 'voice.joined', id })
    return lastEffect
  }

  /** A timer that ran out while the centre was away may have been overtaken by what voice has to tell. */
  #holdTimers(): void {
    const run = () => {
      clearInterval(this.#timersHeld)
      this.#turns.centre.timers.run()
    }
    let leftMs = voicePatienceMs
    this.#timersHeld = setInterval(() => {
      if (this.#link.isJoined()) leftMs = Math.min(leftMs, voiceTellMs)
      leftMs -= lookEveryMs
      if (leftMs <= 0) run()
    }, lookEveryMs)
  }

  #letOut(turn: Turn, { voice }: ArrivingInput): void {
    this.#counts.turns++
    if (voice) this.#link.ackFacts(voice)
    for (const effect of turn.voice) this.#link.send(effect)
    try {
      const changed = applyTurn(this.#turns.centre, turn)
      this.#tell(turn.events, changed)
    } catch (error) {
      this.#noteBug(error, { seq: turn.events[0]?.seq })
    }
    if (this.#isSnapshotDue()) {
      this.#saving ??= this.#saveSnapshot().finally(() => (this.#saving = undefined))
    }
  }

  #tell(events: readonly Event[], changed: Changed): void {
    for (const listener of this.#listeners)
      try {
        listener(events, changed)
      } catch (error) {
        this.#noteBug(error, { seq: events[0]?.seq })
      }
  }

  #noteBug(error: unknown, about: object): void {
    this.#counts.bugs++
    this.#log.error({ err: error, ...about }, 'a bug')
  }

  #isSnapshotDue(): boolean {
    const events = this.#turns.centre.world.seq - this.#snapshotSeq
    return events >= snapshotEvents && Date.now() - this.#snapshotAt >= snapshotPauseMs
  }

  async #saveSnapshot(): Promise<void> {
    try {
      await new Promise<void>((resolve, reject) =>
        this.#turns.atRest((centre) => void this.#keepSnapshot(centre).then(resolve, reject)),
      )
    } catch (error) {
      this.#log.error({ err: error }, 'no snapshot: the next recovery reads more of the journal')
    }
  }

  async #keepSnapshot(centre: CentreState): Promise<void> {
    this.#snapshotSeq = centre.world.seq
    this.#snapshotAt = Date.now()
    await this.#journal.saveSnapshot(envelop(centre, this.#link.unacked()))
  }
}
