import type { Socket } from 'node:net'
import type { VoiceEffect } from '../../core/effect.ts'
import type { VoiceFact } from '../../core/event.ts'
import type { VoiceId } from '../../core/names.ts'
import type { CentreFrame, VoiceFrame } from './frames.ts'
import { type LinkNotes, noNotes } from './link-notes.ts'
import { createLife, type FormerLife, type Life, resumeLife } from './life.ts'
import { LinkFault, type Log, writeFrames } from './lines.ts'
import { listenForNewest } from './listen.ts'
import { readCentreFrame } from './read-frame.ts'

export type VoiceEndOptions = {
  /** Unix socket that we listen on. */
  readonly socketPath: string
  /** Makes the id of a life: never the same twice. */
  readonly newVoiceId: () => VoiceId
  /** Called once per effect, in order; must not throw. */
  readonly onEffect: (effect: VoiceEffect) => void
  /**
   * Another journal took over, or the centre has lost facts that we forgot. End all legs; what is told during the call
   * belongs to the old life and is dropped. Gives the facts that the new life begins with.
   */
  readonly onNewLife: () => readonly VoiceFact[]
  readonly legCount: () => number
  /** The life that a process before us had: it goes on. */
  readonly former?: FormerLife | undefined
  readonly notes?: LinkNotes
  readonly now: () => number
  readonly log: Log
}

export type VoiceEnd = {
  /** The id of the present life. */
  readonly voice: () => VoiceId
  /** Numbers the fact, keeps it until the centre has journalled it, and sends it when the centre is there. */
  readonly send: (fact: VoiceFact, at: number) => void
  /** How long no centre has been there, ms; 0 while one is. */
  readonly awayMs: () => number
  /** How many facts the centre has not journalled yet. */
  readonly waiting: () => number
  readonly stop: () => Promise<void>
}

type Hello = Extract<CentreFrame, { type: 'hello' }>

/** Voice's end of the link. */
export async function startVoiceEnd(options: VoiceEndOptions): Promise<VoiceEnd> {
  const { now, log, former, notes = noNotes } = options
  let life = former ? resumeLife(former, log, notes) : begin(options)
  /** The connection whose centre said hello. */
  let centre: Socket | undefined
  let awaySince = now()

  const { tell, clear } = createOutbox(notes, () => centre)

  const greet = (socket: Socket, hello: Hello): void => {
    if (!canGoOn(life, hello)) life = renew(options)
    life.join(hello.journal)
    life.acknowledge(knownFacts(life, hello))
    clear()
    centre = socket
    const { voice } = life
    const repeated = life.waiting()
    tell({ type: 'hello', voice, lastEffect: life.lastEffect(), legs: options.legCount() })
    for (const fact of repeated) tell({ type: 'fact', ...fact })
    log({ voice, repeated: repeated.length }, 'the centre is here')
  }

  const hear = (socket: Socket, frame: CentreFrame): void => {
    if (frame.type === 'hello') greet(socket, frame)
    else if (socket !== centre) throw new LinkFault('the first frame is no hello')
    else if (frame.type === 'ack') life.acknowledge(frame.n)
    else if (life.isNext(frame.n, now(), frame.effect)) options.onEffect(frame.effect)
  }

  const stop = await listenForNewest(options.socketPath, {
    onLines(socket, lines) {
      const before = life.lastEffect()
      for (const line of lines) hear(socket, readCentreFrame(line))
      if (life.lastEffect() > before) tell({ type: 'ack', n: life.lastEffect() })
    },
    onClose() {
      if (!centre) return
      awaySince = now()
      centre = undefined
      log({ voice: life.voice, legs: options.legCount() }, 'the centre is gone')
    },
    log,
  })
  return {
    voice: () => life.voice,
    send: (fact, at) => tell({ type: 'fact', ...life.number(fact, at) }),
    awayMs: () => (centre ? 0 : now() - awaySince),
    waiting: () => life.waiting().length,
    stop,
  }
}

/** The centre hears of nothing that is not noted: what it knows must not be lost with this process. */
function createOutbox(notes: LinkNotes, centre: () => Socket | undefined) {
  let waiting: VoiceFrame[] = []
  const flush = (): void => {
    const frames = waiting
    waiting = []
    notes.settle()
    const socket = centre()
    if (socket) writeFrames(socket, frames)
  }
  return {
    tell: (frame: VoiceFrame): void => {
      if (!centre()) return
      if (waiting.length === 0) setImmediate(flush)
      waiting.push(frame)
    },
    clear: () => void (waiting = []),
  }
}

const begin = ({ newVoiceId, notes, log }: VoiceEndOptions): Life =>
  createLife(newVoiceId(), log, notes)

function renew(options: VoiceEndOptions): Life {
  const { onNewLife, now, log } = options
  const beginning = onNewLife()
  const life = begin(options)
  for (const fact of beginning) life.number(fact, now())
  log({ voice: life.voice }, 'a new life begins')
  return life
}

/** The stream is the one that this life belongs to, and still holds every fact that we forgot. */
function canGoOn(life: Life, hello: Hello): boolean {
  const isSameStream = life.journal() === undefined || life.journal() === hello.journal
  const known = knownFacts(life, hello)
  return isSameStream && known >= life.acknowledged() && known <= life.lastFact()
}

const knownFacts = (life: Life, hello: Hello): number =>
  hello.voice === life.voice ? hello.lastFact : 0
