import type { Source } from '../../core/hearing.ts'
import type { LegId, PlayId, PromptId } from '../../core/names.ts'
import type { CodecName } from './codecs/codec.ts'
import type { EmitFromLeg } from './engine-output.ts'
import { createFrame, type Frame, silence } from './frame.ts'
import { crossfade, mix } from './mixer.ts'
import { Music, musicStart, type Player, type PromptSound } from './player.ts'
import type { RtpPacket } from './rtp.ts'
import type { Sender } from './sender.ts'

// What one party hears: a row of the hearing table, or the player that covers it.
//
//               the row is one leg of the same codec, and it was not heard just before
//      mixing ----------------------------------------------------------------------> following
//             <----------------------------------------------------------------------
//               anything else; where that leg is still heard, once its sound is there as samples
//
// Following: packets go out as they come, without delay and without being decoded. Mixing: 20 ms of samples at a time.
// Sound that was mixed stays mixed: to follow it would skip what waits in its jitter buffer.

/** What a listener needs of a leg that it hears. */
type HeardLeg = {
  readonly id: LegId
  /** Its sound is there as samples. */
  readonly isPlaying: boolean
  readonly followers: Set<ListenerOutput>
  readonly maySpeak: (codec: CodecName) => boolean
  readonly voice: () => Frame
}

export type ListenerOptions = {
  readonly listener: LegId
  /** Ends of plays, and faults of ours in what this party is sent. */
  readonly emit: EmitFromLeg
  readonly legOf: (leg: LegId) => HeardLeg | undefined
  /** Undefined, and told, where there is no such sound. */
  readonly soundOf: (prompt: PromptId) => PromptSound | undefined
}

/** Where sound is made, and sent at once: all listeners share it, so that it stays in the processor's cache. */
const [mixed, faded, was] = [createFrame(), createFrame(), createFrame()]
const frames: Frame[] = []

type ListenerProgram = { readonly row: readonly Source[]; readonly player: Player | undefined }

/** Frames to wait at most for a followed leg's samples: it may be silent. */
const mostWaitingFrames = 10

export class ListenerOutput {
  readonly #sender: Sender
  readonly #options: ListenerOptions
  readonly #music = new Map<PromptId, { music: Music; frameNumber: number; frame: Frame }>()
  #program: ListenerProgram = { row: [], player: undefined }
  /** What was heard before the last change, until it is faded out. */
  #former: ListenerProgram | undefined
  /** The row that was mixed in the last frame. */
  #heard: readonly Source[] = []
  #follows: HeardLeg | undefined
  /** It turned out to speak another codec than agreed. */
  #unfit: HeardLeg | undefined
  #waited = 0
  #frameNumber = 0

  constructor(sender: Sender, options: ListenerOptions) {
    this.#sender = sender
    this.#options = options
  }

  get playing(): PlayId | undefined {
    return this.#program.player?.play
  }

  hear(row: readonly Source[]): void {
    this.#change({ ...this.#program, row })
  }

  /** Covers the row until it ends, or until there is no player again. */
  play(player: Player | undefined): void {
    this.#change({ ...this.#program, player })
  }

  /** The party pressed a key. */
  interrupt(): void {
    if (this.#program.player?.bargeIn) this.play(undefined)
  }

  /** The followed leg says something. */
  relay(packet: RtpPacket, bytes: Uint8Array, codec: CodecName): void {
    try {
      if (codec === this.#sender.codec) this.#sender.relay(packet, bytes)
      else if (this.#sender.codec !== undefined) this.#unfit = this.#follows
    } catch (error) {
      const { listener: leg, emit } = this.#options
      emit({ type: 'leg.failed', leg, error })
    }
  }

  /** These 20 ms. */
  makeFrame(): void {
    this.#frameNumber++
    const source = this.#single()
    if (this.#follows !== undefined) {
      if (source === this.#follows) this.#former = undefined
      if (source === this.#follows || this.#mustWait(this.#follows)) {
        this.#sender.pass()
        return
      }
      this.#unfollow()
    }
    if (source === undefined || this.#isHeard(source)) this.#sender.speak(this.#sound())
    else this.#follow(source)
  }

  /** Frees what others hold of it. */
  close(): void {
    this.#unfollow()
  }

  #change(program: ListenerProgram): void {
    // A prompt that goes on covers the change.
    if (program.player === undefined || program.player !== this.#program.player)
      this.#former ??= this.#program
    this.#program = program
    this.#unfit = undefined
    this.#waited = 0
  }

  /** The one leg that is heard and that speaks what this party takes. */
  #single(): HeardLeg | undefined {
    const { row, player } = this.#program
    const [source] = row
    const codec = this.#sender.codec
    if (player !== undefined || row.length !== 1 || codec === undefined) return undefined
    const leg = source !== undefined && 'leg' in source && this.#options.legOf(source.leg)
    return leg && leg !== this.#unfit && leg.maySpeak(codec) ? leg : undefined
  }

  /** Its last packets go on until its samples can follow them without a gap. */
  #mustWait(leg: HeardLeg): boolean {
    const { row, player } = this.#program
    if (!has(row, leg) || player !== undefined || this.#options.legOf(leg.id) !== leg) return false
    leg.voice()
    return !leg.isPlaying && ++this.#waited <= mostWaitingFrames
  }

  /** It was mixed into the last 20 ms. */
  #isHeard(leg: HeardLeg): boolean {
    return has(this.#heard, leg) && leg.isPlaying
  }

  /** What was heard before ends softly; from now on the packets come by themselves. */
  #follow(leg: HeardLeg): void {
    const former = this.#former && this.#render(this.#former, mixed)
    this.#former = undefined
    this.#sender.speak(former ? crossfade(former, silence, faded) : silence)
    this.#heard = []
    this.#follows = leg
    leg.followers.add(this)
  }

  #unfollow(): void {
    this.#follows?.followers.delete(this)
    this.#follows = undefined
  }

  #sound(): Frame {
    const former = this.#former
    this.#former = undefined
    // Its frame is kept apart, since both may be made in the same place.
    if (former !== undefined) was.set(this.#render(former, mixed) ?? silence)
    const isOnset = former !== undefined && isSilent(former) && this.#program.player !== undefined
    const now = this.#render(this.#program, mixed) ?? this.#afterPlay()
    const { row, player } = this.#program
    this.#heard = player === undefined && this.#sender.codec !== undefined ? row : []
    return former === undefined || isOnset ? now : crossfade(was, now, faded)
  }

  /** The prompt is over: the row sounds again, softly. */
  #afterPlay(): Frame {
    const { row, player } = this.#program
    this.#program = { row, player: undefined }
    const { listener: leg, emit } = this.#options
    if (player !== undefined) emit({ type: 'leg.played', leg, play: player.play })
    const frame = this.#render(this.#program, mixed) ?? silence
    return crossfade(silence, frame, faded)
  }

  /** Undefined when the player has played all. */
  #render({ row, player }: ListenerProgram, into: Frame): Frame | undefined {
    if (player !== undefined) return player.next()
    frames.length = 0
    for (const source of row) {
      const frame = 'leg' in source ? this.#voiceOf(source.leg) : this.#musicOf(source.music)
      if (frame !== undefined) frames.push(frame)
    }
    return mix(frames, into)
  }

  #voiceOf(id: LegId): Frame | undefined {
    return this.#options.legOf(id)?.voice()
  }

  /** Where this listener last heard it; once in 20 ms, since it may be in both rows of a change. */
  #musicOf(id: PromptId): Frame {
    let known = this.#music.get(id)
    if (known === undefined) {
      const music = new Music(
        this.#options.soundOf(id) ?? silence,
        musicStart(this.#options.listener),
      )
      known = { music, frameNumber: 0, frame: silence }
      this.#music.set(id, known)
    }
    if (known.frameNumber !== this.#frameNumber) {
      known.frameNumber = this.#frameNumber
      known.frame = known.music.next()
    }
    return known.frame
  }
}

const has = (row: readonly Source[], leg: HeardLeg): boolean =>
  row.some((source) => 'leg' in source && source.leg === leg.id)

const isSilent = ({ row, player }: ListenerProgram): boolean =>
  row.length === 0 && player === undefined
