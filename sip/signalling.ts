import type { RingTarget, VoiceEffect } from '../core/effect.ts'
import type { VoiceFact } from '../core/event.ts'
import type { AgentId, LegId } from '../core/names.ts'
import type { ReasonCode } from '../core/reason-code.ts'
import type { PreviousSignalling, SignallingCheckpoint } from './signalling-checkpoint.ts'

/** What the signalling room says happened. SDP stays inside the voice process. */
export type SignallingFact =
  | (Extract<VoiceFact, { type: 'leg.arrived' }> & { readonly offer: string })
  /** The INVITE of a previous process's leg came again. */
  | { readonly type: 'leg.redelivered'; readonly leg: LegId; readonly offer: string }
  /** Inbound: the ACK came. Outbound: the 200 came, with the far end's SDP. */
  | (Extract<VoiceFact, { type: 'leg.answered' }> & { readonly answer?: string })
  /** Outbound: a 183 came with the far end's SDP; its sound can be heard before the 200, RFC 3960. */
  | { readonly type: 'leg.progressed'; readonly leg: LegId; readonly answer: string }
  /** A digit is a SIP INFO, application/dtmf-relay or application/dtmf. */
  | Extract<VoiceFact, { type: 'leg.ringing' | 'leg.ended' | 'leg.digit' }>
  | Extract<VoiceFact, { type: 'device.registered' | 'device.unregistered' }>
  | Extract<VoiceFact, { type: 'leg.referred' | 'leg.transferred' | 'trunk.changed' }>

/** Orders of the signalling room alone. */
export type SignallingEffect = Extract<
  VoiceEffect,
  { do: 'refer' | 'settleReferral' | 'setTrunks' }
>

/** The signalling room's face to the voice process: SIP dialogs under their LegIds, by drachtio-srf. */
export type Signalling = {
  /** 183 with SDP to an unanswered inbound leg. */
  progress(leg: LegId, sdp: string): void
  /** 200 OK with SDP to an inbound leg; the same SDP as in the 183, where there was one. */
  answer(leg: LegId, sdp: string): void
  /** Final response >= 300 to an unanswered inbound leg, with `Reason: X-Callwright;text="<reason code>"`. */
  refuse(leg: LegId, status: number, reason: ReasonCode): void
  /** INVITE. Ends in `leg.answered` or `leg.ended`. */
  ring(leg: LegId, order: RingOrder): void
  /**
   * Re-INVITE with the offer that `makeOffer` gives; gives the answer, or undefined where there was nothing to offer.
   * Rejects when the party does not take it.
   */
  reoffer(leg: LegId, makeOffer: () => Promise<string | undefined>): Promise<string | undefined>
  /** A REFER, its outcome, or the trunks; unknown legs are ignored. */
  perform(effect: SignallingEffect): void
  /** CANCEL, BYE or a final response, whatever the leg's phase asks for. Unknown legs are ignored. */
  hangUp(leg: LegId, reason: ReasonCode): void
  legs(): readonly LegId[]
  registered(): readonly AgentId[]
  /** From now on new INVITEs get 503 (drain). */
  drain(): void
  stop(): Promise<void>
}

export type RingOrder = {
  readonly to: RingTarget
  readonly offer: string
  readonly caller: Extract<VoiceEffect, { do: 'ring' }>['caller']
  readonly autoAnswer: boolean
}

/** A request that was not taken: one that came in, or one of ours that the far end did not take. */
export type SignallingRefusal = {
  readonly direction: 'in' | 'out'
  readonly method: 'INVITE' | 'REGISTER' | 'REFER'
  readonly reason: ReasonCode
}

export type SignallingOptions = {
  readonly drachtio: { readonly host: string; readonly port: number; readonly secret: string }
  /** Our SIP domain: SIP_DOMAIN. */
  readonly host: string
  /** Key of the sitting passwords, see `sip/access/credential.ts`. */
  readonly secret: string
  /** Unique per session of the voice process; prefix of inbound LegIds. */
  readonly voice: string
  /** Opens a password of a trunk's account; throws an Error when it was sealed elsewhere. */
  readonly unseal?: (sealed: string) => string
  /** Networks of our own proxies, whose `X-Callwright-Source` is believed. */
  readonly proxies?: readonly string[]
  /** Next hop of every request outside a dialog that has no way of its own. */
  readonly outboundProxy?: string | undefined
  /** Under this name the edge keeps our calls for the next process when this one dies; absent: it ends them. */
  readonly name?: string
  /** What a process that died has noted; its legs go on where the edge has kept them, else they have ended. */
  readonly previous?: PreviousSignalling
  /** To be noted for the next process. */
  readonly onCheckpoint?: (checkpoint: SignallingCheckpoint) => void
  readonly onFact: (fact: SignallingFact) => void
  /** Answers the SDP offer of a re-INVITE; throws an Error with a `reason` code. */
  readonly onReoffer: (leg: LegId, offer: string) => Promise<string>
  /** To be counted. */
  readonly onRefusal?: (refusal: SignallingRefusal) => void
  readonly log?: (fields: object, message: string) => void
}

/** The one constructor: `startSignalling(options)` in `sip/start-signalling.ts`; resolves when the edge accepted us. */
export type StartSignalling = (options: SignallingOptions) => Promise<Signalling>
