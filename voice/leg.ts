import type { VoiceEffect } from '../core/effect.ts'
import type { VoiceFact } from '../core/event.ts'
import type { HearingRow } from '../core/hearing.ts'
import type { LegId, TrunkId } from '../core/names.ts'
import type { ReasonCode } from '../core/reason-code.ts'
import type { EndpointCheckpoint, MediaEndpoint, SipTerms } from '../media/endpoint/endpoint.ts'
import type { LegStranded, MediaFact } from '../media/facts.ts'
import type { Media, MediaParty } from '../media/media.ts'
import { MediaRefusal } from '../media/refusal.ts'
import type { Signalling, SignallingFact } from '../sip/signalling.ts'
import type { CheckpointEntry } from './checkpoint/checkpoint-entry.ts'
import { type KeyMethod, type KeyReport, type LegKeys, noKeys, receiveKey } from './leg-keys.ts'
import type { SerialQueue } from './serial-queue.ts'

/*
 *  inbound                                                    outbound
 *
 *  INVITE                                                     order `ring`
 *    |                                                             |
 *    v     order `progress`          order `answer`                v
 *  arrived ----------------> early ------------------.          ringing <--. early media: its description is taken
 *    |                                               v             |    '--'
 *    '--------------------------------------->  answering          | 200: media takes its answer
 *              order `answer`: a 200                 |             |
 *                                                ACK |             v
 *                                                    '--------> talking <--. re-INVITE of the party, or ours when the
 *                                                                  |    '--' leg is stranded (its media path is gone)
 *                                                                  |
 *  any phase: BYE, CANCEL, `refuse`, `hangUp`, media lost ------> gone: the endpoint is freed; `leg.ended` is told once
 *
 * Keys that come while the leg is answering or ringing are told behind `leg.answered`. What needs an endpoint waits in the
 * leg's serial queue while one opens; a hang-up overtakes, for nothing before it matters any more.
 */
export type VoiceLegPhase =
  /** Nobody has answered; the caller's offer waits. */
  | { readonly is: 'arrived'; readonly offer: string; readonly trunk?: TrunkId | undefined }
  /** `answer` is ours, of the 183. */
  | { readonly is: 'early'; readonly answer: string }
  /** Of a process before us: the edge may hand the INVITE over again. */
  | { readonly is: 'awaitingInvite' }
  | { readonly is: 'answering' | 'ringing'; readonly keys: readonly string[] }
  | { readonly is: 'talking' | 'gone' }

/** What all legs share. */
export type VoiceContext = {
  readonly media: Media
  readonly signalling: () => Signalling
  readonly serialQueue: SerialQueue
  readonly tell: (fact: VoiceFact) => void
  /** For the next process. */
  readonly checkpoint: (entry: VoiceCheckpointEntry) => void
  readonly termsOf: (trunk: TrunkId | undefined) => SipTerms
  /** The rows of the hearing that a leg has a part in. */
  readonly rowsWith: (leg: LegId) => readonly HearingRow[]
  readonly onGone: (leg: LegId) => void
  readonly log: (fields: object, message: string) => void
}

export type VoiceCheckpointEntry = Extract<
  CheckpointEntry,
  { entry: 'signalling' | 'endpoint' | 'early' }
>

/** What signalling says of one leg that goes on. */
type LegFact = Extract<
  SignallingFact,
  { type: 'leg.ringing' | 'leg.progressed' | 'leg.answered' | 'leg.digit' | 'leg.ended' }
>

type RingEffect = Extract<VoiceEffect, { do: 'ring' }>

/** One leg: its dialog in signalling, its endpoint in media, what it hears, and its keys. */
export class VoiceLeg {
  readonly id: LegId
  /** What the leg shall hear; media forgets rows of legs that are not open. */
  row: HearingRow | undefined
  #phase: VoiceLegPhase
  /** From the moment on in which it is being opened. */
  #endpoint: MediaEndpoint | undefined
  #keys: LegKeys = noKeys
  readonly #context: VoiceContext

  constructor(id: LegId, phase: VoiceLegPhase, context: VoiceContext, row?: HearingRow) {
    this.id = id
    this.#phase = phase
    this.#context = context
    this.row = row
  }

  /** Its INVITE is here, and nobody has answered it. */
  get isUnanswered(): boolean {
    return this.#phase.is === 'arrived' || this.#phase.is === 'early'
  }

  // Orders

  /** Opens an endpoint for the caller's offer before the call is answered, and sends the 183; once. */
  progress(): void {
    this.#inOrder(async () => {
      if (this.#phase.is !== 'arrived') return
      await this.#openForOffer(this.#phase, (answer) => {
        this.#phase = { is: 'early', answer }
        this.#context.checkpoint({ entry: 'early', leg: this.id, sdp: answer })
        this.#context.signalling().progress(this.id, answer)
      })
    })
  }

  /** Opens an endpoint for the caller's offer and sends the 200; a leg that media can't serve gets a final response. */
  answer(): void {
    this.#inOrder(async () => {
      const phase = this.#phase
      if (phase.is !== 'arrived' && phase.is !== 'early') return
      this.#phase = { is: 'answering', keys: [] }
      const signalling = this.#context.signalling()
      // RFC 3264 section 4: one answer to one offer, so the 200 says what the 183 said.
      if (phase.is === 'early') signalling.answer(this.id, phase.answer)
      else await this.#openForOffer(phase, (answer) => signalling.answer(this.id, answer))
    })
  }

  refuse(status: number, reason: ReasonCode): void {
    this.#context.signalling().refuse(this.id, status, reason)
    this.hangUp(reason)
  }

  /** Opens an endpoint and sends an INVITE with its offer. */
  ring({ to, caller, autoAnswer }: RingEffect): void {
    const { termsOf, log } = this.#context
    this.#inOrder(async () => {
      try {
        const terms = 'trunk' in to ? termsOf(to.trunk) : {}
        const party = { called: 'softphone' in to ? 'web' : 'sip', terms } as const
        const offer = await this.#open(party, (endpoint) => endpoint.offer())
        if (!this.#joinHearing()) return
        this.#context.signalling().ring(this.id, { to, offer, caller, autoAnswer })
      } catch (error) {
        log({ leg: this.id, ...faultOf(error) }, 'no endpoint to ring with')
        this.end(reasonOf(error))
      }
    })
  }

  /** Takes leave of the far end, if there is one yet, and ends the leg. */
  hangUp(reason: ReasonCode): void {
    this.#context.signalling().hangUp(this.id, reason)
    this.end(reason)
  }

  // What signalling says

  onSignalling(fact: LegFact): void {
    switch (fact.type) {
      case 'leg.ringing':
        this.#context.tell(fact)
        break
      case 'leg.progressed':
        this.#onProgressed(fact.answer)
        break
      case 'leg.answered':
        this.onAnswered(fact.answer)
        break
      case 'leg.digit':
        this.onKey(fact.digit, 'info')
        break
      case 'leg.ended':
        this.end(fact.reason)
    }
  }

  /** What the called party sends before it answers can be heard; where media refuses it, the final answer decides. */
  #onProgressed(description: string): void {
    this.#inOrder(async () => {
      try {
        await this.#describe((endpoint) => endpoint.accept(description))
      } catch (error) {
        this.#context.log({ leg: this.id, ...faultOf(error) }, 'early media refused')
        return
      }
      if (!this.#isGone()) this.#context.tell({ type: 'leg.ringing', leg: this.id, sounds: true })
    })
  }

  /** The ACK of a caller, or the 200 of a party that we rang: then media takes its answer first. */
  onAnswered(answer?: string): void {
    if (answer === undefined) this.#talk()
    else
      this.#inOrder(async () => {
        try {
          await this.#describe((endpoint) => endpoint.accept(answer))
          this.#talk()
        } catch (error) {
          this.#context.log({ leg: this.id, ...faultOf(error) }, 'answer refused')
          this.hangUp(reasonOf(error))
        }
      })
  }

  /** Answers a further offer of the party. Rejects with a MediaRefusal. */
  reanswer(offer: string): Promise<string> {
    return this.#queued(() => this.#describe((endpoint) => endpoint.reanswer(offer)))
  }

  /** The far end is gone: frees the leg and tells `leg.ended`, exactly once per leg. */
  end(reason: ReasonCode): void {
    if (this.#isGone()) return
    this.#phase = { is: 'gone' }
    this.#context.onGone(this.id)
    this.#endpoint?.close()
    this.#context.tell({ type: 'leg.ended', leg: this.id, reason })
  }

  // What media says

  /** A phone may tell one press two ways at once. */
  onKey(digit: string, by: KeyMethod): void {
    const report: KeyReport = { digit, by, at: performance.now() }
    const { keys, isNew } = receiveKey(this.#keys, report)
    this.#keys = keys
    if (!isNew) return
    if ('keys' in this.#phase) this.#phase = { ...this.#phase, keys: [...this.#phase.keys, digit] }
    else this.#context.tell({ type: 'leg.digit', leg: this.id, digit })
  }

  /**
   * Leads the leg over a new path by a re-INVITE; nothing is told, for the leg goes on. One whose party does not answer
   * ends with `media-lost`. Other orders to the leg do not wait for the party.
   */
  async onStranded({ reason }: LegStranded): Promise<void> {
    const { log } = this.#context
    const leg = this.id
    try {
      const answer = await this.#context
        .signalling()
        .reoffer(leg, () => this.#queued(() => this.#describe((endpoint) => endpoint.reoffer())))
      if (answer !== undefined)
        await this.#queued(() => this.#describe((endpoint) => endpoint.accept(answer)))
      log({ leg, reason }, 'a stranded leg goes on')
    } catch (error) {
      if (this.#isGone()) return
      log({ leg, ...faultOf(error) }, 'a stranded leg is lost')
      this.onMediaLost({ type: 'leg.mediaLost', leg, reason })
    }
  }

  onMediaLost(fact: Extract<MediaFact, { type: 'leg.mediaLost' }>): void {
    this.#context.tell(fact)
    this.hangUp('media-lost')
  }

  // After a process before us

  /** Opens its endpoint again. Rejects with a MediaRefusal. */
  resume(checkpoint: EndpointCheckpoint): Promise<void> {
    return this.#open({ checkpoint }, (endpoint) => endpoint.resume(checkpoint))
  }

  /** The INVITE was handed over again; `early` is what our 183 had said. */
  onRedelivered(offer: string, trunk: TrunkId | undefined, early: string | undefined): void {
    if (this.#isGone()) return
    this.#phase =
      early === undefined ? { is: 'arrived', offer, trunk } : { is: 'early', answer: early }
  }

  #talk(): void {
    if (this.#isGone()) return
    const keys = 'keys' in this.#phase ? this.#phase.keys : []
    this.#phase = { is: 'talking' }
    this.#context.tell({ type: 'leg.answered', leg: this.id })
    for (const digit of keys) this.#context.tell({ type: 'leg.digit', leg: this.id, digit })
  }

  /** A caller whom media cannot serve gets a final response. */
  async #openForOffer(
    { offer, trunk }: Extract<VoiceLegPhase, { is: 'arrived' }>,
    send: (answer: string) => void,
  ): Promise<void> {
    const { termsOf, log } = this.#context
    try {
      const party = { offer, terms: termsOf(trunk) }
      const answer = await this.#open(party, (endpoint) => endpoint.answer(offer))
      if (this.#joinHearing()) send(answer)
    } catch (error) {
      log({ leg: this.id, ...faultOf(error) }, 'offer refused')
      const reason = reasonOf(error)
      this.refuse(statusOf(reason), reason)
    }
  }

  async #open<Result>(
    party: MediaParty,
    open: (endpoint: MediaEndpoint) => Promise<Result>,
  ): Promise<Result> {
    const endpoint = this.#context.media.openEndpoint(this.id, party)
    this.#endpoint = endpoint
    const result = await open(endpoint)
    // The leg ended before its endpoint was asked for.
    if (this.#isGone()) endpoint.close()
    else this.#keep(endpoint)
    return result
  }

  /** An offer or answer more. Rejects with a MediaRefusal. */
  async #describe<Result>(how: (endpoint: MediaEndpoint) => Promise<Result>): Promise<Result> {
    const endpoint = this.#endpoint
    if (endpoint === undefined || this.#isGone())
      throw new MediaRefusal('bad-offer', `leg ${this.id} is not open`)
    const result = await how(endpoint)
    this.#keep(endpoint)
    return result
  }

  /** For the next process. */
  #keep(endpoint: MediaEndpoint): void {
    const made = endpoint.checkpoint()
    if (made) this.#context.checkpoint({ entry: 'endpoint', leg: this.id, endpoint: made })
  }

  /** Gives a new endpoint its part in the hearing; false when the leg ended while the endpoint was opened. */
  #joinHearing(): boolean {
    if (this.#isGone()) return false
    const rows = this.#context.rowsWith(this.id)
    if (rows.length > 0) this.#context.media.perform({ do: 'hear', rows })
    return true
  }

  /** A bug ends the leg. */
  #inOrder(task: () => Promise<void>): void {
    this.#queued(task).catch((error: unknown) => {
      this.#context.log({ leg: this.id, err: error }, 'a bug ends this leg')
      this.hangUp('internal-error')
    })
  }

  #queued<Result>(task: () => Promise<Result>): Promise<Result> {
    return this.#context.serialQueue.run([this.id], task)
  }

  #isGone(): boolean {
    return this.#phase.is === 'gone'
  }
}

const reasonOf = (error: unknown): ReasonCode =>
  error instanceof MediaRefusal ? error.reason : 'internal-error'

/** A refusal is an outcome; anything else is a bug, and its stack is wanted. */
export const faultOf = (error: unknown): object =>
  error instanceof MediaRefusal ? { reason: error.reason, why: error.message } : { err: error }

const statusOf = (reason: ReasonCode): number =>
  reason === 'internal-error' ? 500 : reason === 'overloaded' ? 503 : 488
