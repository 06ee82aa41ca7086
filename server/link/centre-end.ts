import type { Socket } from 'node:net'
import type { VoiceFact } from '../../core/event.ts'
import type { VoiceId } from '../../core/names.ts'
import type { NumberedEffect } from './frames.ts'
import type { CentreFrame, VoiceFrame } from './frames.ts'
import { LinkFault, type LinkLog, writeFrame } from './json-lines.ts'
import { readVoiceFrame } from './read-frame.ts'
import { keepConnected } from './reconnect.ts'
import { type VoiceSessionViewOptions, followVoiceSession } from './voice-session-view.ts'

type CentreEndOptions = VoiceSessionViewOptions & {
  readonly socketPath: string
  /** Names the centre's stream. */
  readonly journal: string
  /** Each fact once and in order. It is repeated after a crash until `ackFacts`. */
  readonly onFact: (fact: JoinedFact) => void
  readonly log: LinkLog
}

type JoinedFact = {
  readonly id: VoiceId
  readonly n: number
  readonly at: number
  readonly fact: VoiceFact
}

export type CentreEnd = {
  /** Keeps the effect until voice has applied it. The event that led to it must be journalled before. */
  readonly send: (effect: NumberedEffect) => void
  /** All facts of this session up to `n` are journalled. */
  readonly ackFacts: (upTo: { readonly id: VoiceId; readonly n: number }) => void
  /** Effects that voice has not acknowledged, in order: they belong into a snapshot. */
  readonly unacked: () => readonly NumberedEffect[]
  readonly isJoined: () => boolean
  readonly stop: () => void
}

/** The centre's end of the link: connects for as long as it runs, and repeats what voice has not acknowledged. */
export function startCentreEnd(options: CentreEndOptions): CentreEnd {
  const { log } = options
  const session = followVoiceSession(options)
  /** The connection; joined once voice said hello. */
  let line: Socket | undefined
  let isJoined = false

  const tell = (frame: CentreFrame): void => {
    if (line) writeFrame(line, frame)
  }

  const join = (hello: Extract<VoiceFrame, { type: 'hello' }>): void => {
    const repeated = session.join(hello)
    isJoined = true
    log({ voice: hello.voice, legs: hello.legs, repeated: repeated.length }, 'joined voice')
    for (const effect of repeated) tell({ type: 'effect', ...effect })
  }

  const hear = (frame: VoiceFrame): void => {
    const id = session.voice()
    if (frame.type === 'hello') join(frame)
    else if (!isJoined || id === undefined) throw new LinkFault('the first frame is no hello')
    else if (frame.type === 'ack') session.forget(frame.n)
    else if (session.isNext(frame.n))
      options.onFact({ id, n: frame.n, at: frame.at, fact: frame.fact })
  }

  const stop = keepConnected(options.socketPath, {
    onOpen(socket) {
      line = socket
      tell(session.hello(options.journal))
    },
    onLines: (lines) => lines.forEach((text) => hear(readVoiceFrame(text))),
    onClose() {
      if (isJoined) log({ voice: session.voice() }, 'voice is gone')
      line = undefined
      isJoined = false
    },
    log,
  })

  return {
    send(effect) {
      session.keep(effect)
      if (isJoined) tell({ type: 'effect', ...effect })
    },
    ackFacts({ id, n }) {
      if (id !== session.voice()) return
      session.journalled(n)
      if (isJoined) tell({ type: 'ack', n })
    },
    unacked: session.unacked,
    isJoined: () => isJoined,
    stop,
  }
}
