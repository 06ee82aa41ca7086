import type { Socket } from 'node:net'
import type { VoiceFact } from '../../core/event.ts'
import type { VoiceId } from '../../core/names.ts'
import type { NumberedEffect } from '../centre/world/world.ts'
import { type FollowedLifeOptions, followLife } from './followed-life.ts'
import type { CentreFrame, VoiceFrame } from './frames.ts'
import { LinkFault, type Log, writeFrame } from './lines.ts'
import { readVoiceFrame } from './read-frame.ts'
import { redial } from './redial.ts'

export type CentreEndOptions = FollowedLifeOptions & {
  readonly socketPath: string
  /** Names the centre's stream. */
  readonly journal: string
  /** Each fact once and in order. It is repeated after a crash until `ackFacts`. */
  readonly onFact: (fact: JoinedFact) => void
  readonly log: Log
}

export type JoinedFact = {
  readonly id: VoiceId
  readonly n: number
  readonly at: number
  readonly fact: VoiceFact
}

export type CentreEnd = {
  /** Keeps the effect until voice has applied it. The event that led to it must be journalled before. */
  readonly send: (effect: NumberedEffect) => void
  /** All facts of this life up to `n` are journalled. */
  readonly ackFacts: (upTo: { readonly id: VoiceId; readonly n: number }) => void
  /** Effects that voice has not acknowledged, in order: they belong into a snapshot. */
  readonly unacked: () => readonly NumberedEffect[]
  readonly isJoined: () => boolean
  readonly stop: () => void
}

/** The centre's end of the link: connects for as long as it runs, and repeats what voice has not acknowledged. */
export function startCentreEnd(options: CentreEndOptions): CentreEnd {
  const { log } = options
  const life = followLife(options)
  /** The connection; joined once voice said hello. */
  let line: Socket | undefined
  let isJoined = false

  const tell = (frame: CentreFrame): void => {
    if (line) writeFrame(line, frame)
  }

  const join = (hello: Extract<VoiceFrame, { type: 'hello' }>): void => {
    const repeated = life.join(hello)
    isJoined = true
    log({ voice: hello.voice, legs: hello.legs, repeated: repeated.length }, 'joined voice')
    for (const effect of repeated) tell({ type: 'effect', ...effect })
  }

  const hear = (frame: VoiceFrame): void => {
    const id = life.voice()
    if (frame.type === 'hello') join(frame)
    else if (!isJoined || id === undefined) throw new LinkFault('the first frame is no hello')
    else if (frame.type === 'ack') life.forget(frame.n)
    else if (life.isNext(frame.n))
      options.onFact({ id, n: frame.n, at: frame.at, fact: frame.fact })
  }

  const stop = redial(options.socketPath, {
    onOpen(socket) {
      line = socket
      tell(life.hello(options.journal))
    },
    onLines: (lines) => lines.forEach((text) => hear(readVoiceFrame(text))),
    onClose() {
      if (isJoined) log({ voice: life.voice() }, 'voice is gone')
      line = undefined
      isJoined = false
    },
    log,
  })

  return {
    send(effect) {
      life.keep(effect)
      if (isJoined) tell({ type: 'effect', ...effect })
    },
    ackFacts({ id, n }) {
      if (id !== life.voice()) return
      life.journalled(n)
      if (isJoined) tell({ type: 'ack', n })
    },
    unacked: life.unacked,
    isJoined: () => isJoined,
    stop,
  }
}
