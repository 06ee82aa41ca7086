import type { Application } from './application.ts'
import type { IncomingRequest } from './incoming-request.ts'
import type { OpenOffer } from './offer.ts'
import type { Reliable } from './reliable.ts'
import type { RemotePeer } from './remote-peer.ts'
import type { SessionTimer } from './session-timer.ts'
import type { Subscription } from './subscription.ts'

/**
 * A dialog, RFC 3261 section 12, as the edge keeps it. Its uses share it (RFC 5057): a call, which an INVITE makes, and any
 * number of subscriptions. When none is left the dialog is in no map.
 */
export type Dialog = {
  /** `<Call-ID>;from-tag=<From tag of the request that made it>`: the application's name for it. */
  readonly id: string
  readonly app: Application
  readonly callId: string
  localTag: string
  /** From of requests that we send, tag included. */
  local: string
  localSeq: number
  /** Of several, the one that was heard last. */
  peer: RemotePeer
  /** By tag, while our INVITE is unanswered and more than one party has been heard. */
  forks?: Map<string, RemotePeer> | undefined
  /** Of the call. early: its INVITE is unanswered;  confirmed: a 2xx has passed;  none: there is none (any more). */
  phase: 'early' | 'confirmed' | 'none'
  /** By role and event. */
  subscriptions?: Map<string, Subscription> | undefined
  /** An INVITE in this dialog that has no final response yet: theirs, or one of ours. */
  pendingInvite?: IncomingRequest | 'out' | undefined
  /** An UPDATE of theirs has no final response yet. */
  isUpdating?: boolean
  /** An SDP offer without its answer. */
  offer?: OpenOffer | undefined
  /** The application's INVITE made it, and its 2xx has no ACK yet. */
  isNew?: boolean
  /** Our 2xx to an INVITE, repeated until its ACK comes. */
  awaitedAck?: AwaitedAck | undefined
  /** Our last reliable provisional response. */
  reliable?: Reliable | undefined
  /** Reliable provisional responses that the application has not acknowledged yet. */
  prackDue?: PrackDue[] | undefined
  /** CSeq of our INVITE whose 2xx the application has not acknowledged yet. */
  ackDue?: number | undefined
  /** The ACK of our last INVITE, for a 2xx that comes again. */
  ack?: { readonly cseq: number; readonly text: string } | undefined
  /** The application cancelled the INVITE but a 2xx crossed it: hang up once the ACK is out. */
  hangUpAfterAck?: boolean
  /** Runs once the INVITE is answered. */
  session?: SessionTimer | undefined
  /** What we said last, where a refresh has to repeat it. */
  localSdp?: string | undefined
}

export type AwaitedAck = {
  /** Of the INVITE's transaction; the ACK is reported under it. */
  readonly transactionId: string
  readonly cseq: number
  stop(): void
}

export type PrackDue = { readonly rseq: number; readonly cseq: number; readonly peer: RemotePeer }

export const dialogId = (callId: string, fromTag: string): string => `${callId};from-tag=${fromTag}`
