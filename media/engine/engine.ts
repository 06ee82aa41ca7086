import type { LegId, PromptId, RecordingId } from '../../core/names.ts'
import type { EngineEffect } from '../facts.ts'
import type { EngineOutput, LegOutput } from './engine-output.ts'
import { createFrame, type Frame, silence } from './frame.ts'
import type { RtpAddress } from './latch.ts'
import { Leg } from './leg.ts'
import { mix } from './mixer.ts'
import type { NegotiatedMedia } from './negotiated-media.ts'
import type { NetworkFigures } from './network-figures.ts'
import { type FindPrompt, Player, type PromptSound } from './player.ts'
import type { StreamStart } from './rtp-stream.ts'
import type { Transmit } from './sender.ts'
import { type AudibleKeys, StereoRecording } from './stereo-recording.ts'

/** The 20 ms are cut into slots, and each leg has its own, so that packets leave evenly. */
export const slots = 10

type EngineOptions = {
  readonly findPrompt: FindPrompt
  readonly silenceSeconds?: number | undefined
}

/** No RTP and no RTCP for so long, unless it is on hold: a party is gone. */
const standardSilenceSeconds = 60

type EngineEffectOf<Do extends EngineEffect['do']> = Extract<EngineEffect, { do: Do }>
type RecordingOrder = EngineEffectOf<
  'record' | 'pauseRecording' | 'resumeRecording' | 'stopRecording'
>

/**
 * Makes the sound match the hearing table. Packets and ticks go in, packets and facts come out: no socket, no clock.
 * Who hears just one leg of its own codec is sent that leg's packets as they come; for all others every leg of a slot
 * first gives its next 20 ms, then hears what its row, or its prompt, says.
 */
export class Engine {
  /** Orders for legs that are not open. */
  unknownLegs = 0
  readonly #emit: (output: EngineOutput) => void
  readonly #findPrompt: FindPrompt
  readonly #silenceSeconds: number
  readonly #legs = new Map<LegId, Leg>()
  readonly #bySlot: readonly Leg[][] = Array.from({ length: slots }, () => [])
  readonly #recordings = new Map<RecordingId, StereoRecording>()
  readonly #sources: Frame[] = []
  readonly #recorded = createFrame()
  #ticks = 0

  constructor(
    emit: (output: EngineOutput) => void,
    { findPrompt, silenceSeconds = standardSilenceSeconds }: EngineOptions,
  ) {
    this.#emit = emit
    this.#findPrompt = findPrompt
    this.#silenceSeconds = silenceSeconds
  }

  get idle(): boolean {
    return this.#legs.size === 0 && this.#recordings.size === 0
  }

  open(id: LegId, start: StreamStart, transmit: Transmit): void {
    if (this.#legs.has(id)) return
    const sizes = this.#bySlot.map((legs) => legs.length)
    const slot = sizes.indexOf(Math.min(...sizes))
    const leg = new Leg({
      id,
      slot,
      start,
      transmit,
      silenceSeconds: this.#silenceSeconds,
      emit: (output) => this.#emitFromLeg(output),
      legOf: (other) => this.#legs.get(other),
      soundOf: (prompt) => this.#prompt(id, prompt),
    })
    this.#legs.set(id, leg)
    this.#bySlot[slot]?.push(leg)
  }

  #emitFromLeg(output: LegOutput): void {
    if (output.type === 'leg.failed') {
      this.#with(output.leg, (leg) => this.#fail(leg, output.error))
      return
    }
    if (output.type === 'leg.digit') this.#legs.get(output.leg)?.output.interrupt()
    this.#emit(output)
  }

  apply(id: LegId, negotiated: NegotiatedMedia): void {
    this.#legs.get(id)?.apply(negotiated)
  }

  close(id: LegId): void {
    const leg = this.#legs.get(id)
    if (leg === undefined) return
    this.#legs.delete(id)
    leg.close()
    const neighbours = this.#bySlot[leg.slot]
    neighbours?.splice(neighbours.indexOf(leg), 1)
    for (const recording of this.#recordings.values())
      if (!this.#hasSomebody(recording)) this.#stopRecording(recording.id)
  }

  /** The network beyond the relay that stands before a party. */
  learn(id: LegId, network: NetworkFigures): void {
    const leg = this.#legs.get(id)
    if (leg !== undefined) leg.receiver.network = network
  }

  leg(id: LegId): Leg | undefined {
    return this.#legs.get(id)
  }

  /** `at` is ms of a clock that never goes back. */
  receive(id: LegId, packet: Uint8Array, source: RtpAddress, at: number): void {
    this.#legs.get(id)?.receive(packet, source, at)
  }

  perform(effect: EngineEffect): void {
    switch (effect.do) {
      case 'hear':
        for (const [listener, row] of effect.rows)
          this.#with(listener, ({ output: ear }) => ear.hear(row))
        break
      case 'play':
        this.#with(effect.leg, (leg) => this.#play(leg, effect))
        break
      case 'stopPlay':
        this.#with(effect.leg, ({ output: ear }) => {
          if (ear.playing === effect.play) ear.play(undefined)
        })
        break
      case 'sendDigits':
        this.#with(effect.leg, (leg) => leg.sender.digits.add(effect.digits))
        break
      case 'detectAnswerer':
        this.#with(effect.leg, (leg) => leg.detectAnswerer())
        break
      default:
        this.#performRecording(effect)
    }
  }

  #performRecording(effect: RecordingOrder): void {
    switch (effect.do) {
      case 'record':
        this.#record(effect)
        break
      case 'pauseRecording':
        this.#recordings.get(effect.recording)?.pause(effect.whom)
        break
      case 'resumeRecording':
        this.#recordings.get(effect.recording)?.resume(effect.whom)
        break
      case 'stopRecording':
        this.#stopRecording(effect.recording)
    }
  }

  /** One slot of the 20 ms; `at` is ms of the clock of `receive`. */
  tick(at: number): void {
    const slot = this.#ticks++ % slots
    const legs = this.#bySlot[slot] ?? []
    for (const leg of legs)
      if (leg.listen(at)) this.#emit({ type: 'leg.mediaLost', leg: leg.id, reason: 'silent-rtp' })
    for (const leg of legs) this.#sound(leg)
    for (const recording of this.#recordings.values())
      if (recording.slot === slot) this.#take(recording)
  }

  /** Ends every recording. */
  stop(): void {
    for (const id of this.#recordings.keys()) this.#stopRecording(id)
  }

  #with(id: LegId, act: (leg: Leg) => unknown): void {
    const leg = this.#legs.get(id)
    if (leg === undefined) this.unknownLegs++
    else act(leg)
  }

  #sound(leg: Leg): void {
    try {
      leg.output.makeFrame()
    } catch (error) {
      this.#fail(leg, error)
    }
  }

  /** A fault of ours ends the sound of one leg, never of all. */
  #fail(leg: Leg, error: unknown): void {
    this.close(leg.id)
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
    const reason = 'internal-error'
    this.#emit({ type: 'media.faulted', reason, leg: leg.id, detail })
    this.#emit({ type: 'leg.mediaLost', leg: leg.id, reason })
  }

  #play(leg: Leg, order: EngineEffectOf<'play'>): void {
    const { play, prompts } = order
    if (leg.output.playing === play) return
    const found = prompts.map((id) => this.#prompt(leg.id, id))
    const sounds = found.filter((sound) => sound !== undefined)
    leg.output.play(new Player(order, sounds))
  }

  /** A missing sound is left out and told, so that the call goes on. */
  #prompt(leg: LegId, id: PromptId): PromptSound | undefined {
    const prompt = this.#findPrompt(id)
    if (prompt === undefined)
      this.#emit({
        type: 'media.faulted',
        reason: 'prompt-unreadable',
        leg,
        detail: id,
      })
    return prompt
  }

  #record({ recording: id, left, right, masked = false }: EngineEffectOf<'record'>): void {
    const running = this.#recordings.get(id)
    if (running !== undefined) Object.assign(running, { left, right, masked })
    else if (this.#hasSomebody({ left, right }))
      this.#recordings.set(id, new StereoRecording(id, this.#ticks % slots, left, right, masked))
    else this.unknownLegs++
  }

  /** A recording ends by itself with its last leg, so that none runs on when nobody is left to stop it. */
  #hasSomebody({ left, right }: Pick<StereoRecording, 'left' | 'right'>): boolean {
    return [left, ...right].some((id) => this.#legs.has(id))
  }

  #take(recording: StereoRecording): void {
    const left = this.#recordedVoice(recording, recording.left) ?? silence
    this.#sources.length = 0
    for (const id of recording.right) {
      const voice = this.#recordedVoice(recording, id)
      if (voice !== undefined) this.#sources.push(voice)
    }
    const right = mix(this.#sources, this.#recorded)
    const second = recording.take(left, right, this.#keysIn(recording))
    if (second !== undefined)
      this.#emit({
        type: 'recording.piece',
        recording: recording.id,
        samples: second,
        ended: false,
      })
  }

  /** Every leg is asked, since a leg looks for keys only for as long as it is asked. */
  #keysIn({ masked, left, right }: StereoRecording): AudibleKeys | undefined {
    if (!masked) return undefined
    const isAudible = (id: LegId) => this.#legs.get(id)?.keys.isKeyAudible() === true
    return { left: isAudible(left), right: right.filter(isAudible).length > 0 }
  }

  #recordedVoice(recording: StereoRecording, id: LegId): Frame | undefined {
    return recording.hears(id) ? this.#legs.get(id)?.voice() : undefined
  }

  #stopRecording(id: RecordingId): void {
    const recording = this.#recordings.get(id)
    if (recording === undefined) return
    this.#recordings.delete(id)
    const { speech } = recording
    const samples = recording.rest()
    this.#emit({ type: 'recording.piece', recording: id, samples, ended: true, speech })
  }
}
