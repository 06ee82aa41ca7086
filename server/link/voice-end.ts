import type { Socket } from 'node:net'
import type { VoiceEffect } from '../../core/effect.ts'
import type { VoiceFact } from '../../core/event.ts'
import type { VoiceId } from '../../core/names.ts'
import type { CentreFrame, VoiceFrame } from './frames.ts'
import { LinkFault, type LinkLog, writeFrames } from './json-lines.ts'
import { type LinkCheckpoint, noCheckpoint } from './link-checkpoint.ts'
import { listenForNewest } from './listen.ts'
import { readCentreFrame } from './read-frame.ts'
import {
  createVoiceSession,
  type PreviousSession,
  type VoiceSession,
  resumeVoiceSession,
} from './voice-session.ts'

type VoiceEndOptions = {
  /** Unix socket that we listen on. */
  readonly socketPath: string
  /** Makes the id of a session: never the same twice. */
  readonly newVoiceId: () => VoiceId
  /** Called once per effect, in order; must not throw. */
  readonly onEffect: (effect: VoiceEffect) => void
  /**
   * Another journal took over, or the centre has lost facts that we forgot. End all legs; what is told during the call
   * belongs to the old session and is dropped. Gives the facts that the new session begins with.
   */
  readonly onNewSession: () => readonly VoiceFact[]
  readonly legCount: () => number
  /** The session that a process before us had: it goes on. */
  readonly previous?: PreviousSession | undefined
  readonly checkpoint?: LinkCheckpoint
  readonly now: () => number
  readonly log: LinkLog
}

export type VoiceEnd = {
  /** The id of the present session. */
  readonly voice: () => VoiceId
  /** Numbers the fact, keeps it until the centre has journalled it, and sends it when the centre is there. */
  readonly send: (fact: VoiceFact, at: number) => void
  /** How long no centre has been there, ms; 0 while one is. */
  readonly awayMs: () => number
  /** How many facts the centre has not journalled yet. */
  readonly waiting: () => number
  readonly stop: () => Promise<void>
}

type CentreHello = Extract<CentreFrame, { type: 'hello' }>

/** Voice's end of the link. */
export async function startVoiceEnd(options: VoiceEndOptions): Promise<VoiceEnd> {
  const { now, log, previous, checkpoint = noCheckpoint } = options
  let session = previous ? resumeVoiceSession(previous, log, checkpoint) : begin(options)
  /** The connection whose centre said hello. */
  let centre: Socket | undefined
  let awaySince = now()

  const { tell, clear } = createOutbox(checkpoint, () => centre)

  const greet = (socket: Socket, hello: CentreHello): void => {
    if (!canGoOn(session, hello)) session = renew(options)
    session.join(hello.journal)
    session.acknowledge(knownFacts(session, hello))
    clear()
    centre = socket
    const { voice } = session
    const repeated = session.waiting()
    tell({ type: 'hello', voice, lastEffect: session.lastEffect(), legs: options.legCount() })
    for (const fact of repeated) tell({ type: 'fact', ...fact })
    log({ voice, repeated: repeated.length }, 'the centre is here')
  }

  const hear = (socket: Socket, frame: CentreFrame): void => {
    if (frame.type === 'hello') greet(socket, frame)
    else if (socket !== centre) throw new LinkFault('the first frame is no hello')
    else if (frame.type === 'ack') session.acknowledge(frame.n)
    else if (session.isNext(frame.n, now(), frame.effect)) options.onEffect(frame.effect)
  }

  const stop = await listenForNewest(options.socketPath, {
    onLines(socket, lines) {
      const before = session.lastEffect()
      for (const line of lines) hear(socket, readCentreFrame(line))
      if (session.lastEffect() > before) tell({ type: 'ack', n: session.lastEffect() })
    },
    onClose() {
      if (!centre) return
      awaySince = now()
      centre = undefined
      log({ voice: session.voice, legs: options.legCount() }, 'the centre is gone')
    },
    log,
  })
  return {
    voice: () => session.voice,
    send: (fact, at) => tell({ type: 'fact', ...session.number(fact, at) }),
    awayMs: () => (centre ? 0 : now() - awaySince),
    waiting: () => session.waiting().length,
    stop,
  }
}

/** The centre hears of nothing that is not noted: what it knows must not be lost with this process. */
function createOutbox(checkpoint: LinkCheckpoint, centre: () => Socket | undefined) {
  let waiting: VoiceFrame[] = []
  const flush = (): void => {
    const frames = waiting
    waiting = []
    checkpoint.flush()
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

const begin = ({ newVoiceId, checkpoint, log }: VoiceEndOptions): VoiceSession =>
  createVoiceSession(newVoiceId(), log, checkpoint)

function renew(options: VoiceEndOptions): VoiceSession {
  const { onNewSession, now, log } = options
  const beginning = onNewSession()
  const session = begin(options)
  for (const fact of beginning) session.number(fact, now())
  log({ voice: session.voice }, 'a new session begins')
  return session
}

/** The stream is the one that this session belongs to, and still holds every fact that we forgot. */
function canGoOn(session: VoiceSession, hello: CentreHello): boolean {
  const isSameStream = session.journal() === undefined || session.journal() === hello.journal
  const known = knownFacts(session, hello)
  return isSameStream && known >= session.acknowledged() && known <= session.lastFact()
}

const knownFacts = (session: VoiceSession, hello: CentreHello): number =>
  hello.voice === session.voice ? hello.lastFact : 0
