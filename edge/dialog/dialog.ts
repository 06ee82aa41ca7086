import type { Timer } from '../clock/timer-wheel.ts'
import type { Hop } from '../hop.ts'
import type { Request } from '../message/message.ts'
import type { ServerTransaction } from '../transaction/transactions.ts'
import type { Application } from './application.ts'
import type { SessionTerms } from './session-terms.ts'

/**
 * A dialog, RFC 3261 section 12, as the edge keeps it. Its uses share it (RFC 5057): a call, which an INVITE makes, and any
 * number of subscriptions. When none is left the dialog is in no map.
 *
 * Each field is written by one file, which is named here and asks for it by `Writing`; everybody else reads. A test holds
 * that.
 */
export type Dialog = {
  /** `<Call-ID>;from-tag=<From tag of the request that made it>`: the application's name for it. */
  readonly id: string
  readonly app: Application
  readonly callId: string

  // in-dialog-request.ts
  readonly localTag: string
  /** From of requests that we send, tag included. */
  readonly local: string
  readonly localSeq: number

  // remote-peer.ts
  /** Of several, the one that was heard last. */
  readonly peer: RemotePeer

  // forks.ts
  /** By tag, while our INVITE is unanswered and more than one party has been heard. */
  readonly forks: ReadonlyMap<string, RemotePeer> | undefined

  // invite-state.ts
  /** Of the call. early: its INVITE is unanswered;  confirmed: a 2xx has passed;  none: there is none (any more). */
  readonly phase: 'early' | 'confirmed' | 'none'
  readonly invite: PendingInvite
  readonly awaitedAck: AwaitedAck | undefined
  readonly dueAck: DueAck
  readonly sentAck: SentAck | undefined

  // offer.ts
  readonly offer: OpenOffer | undefined
  /** An UPDATE of theirs has no final response yet. */
  readonly isUpdating: boolean

  // reliable-provisional.ts
  /** Our last reliable provisional response. */
  readonly reliable: ReliableResponse | undefined
  /** Reliable provisional responses that the application has not acknowledged yet. */
  readonly prackDue: readonly PrackDue[] | undefined

  // session-timer.ts
  /** Runs once the INVITE is answered. */
  readonly session: SessionTimer | undefined
  /** What we said last, where a refresh has to repeat it. */
  readonly localSdp: string | undefined

  // subscription.ts
  /** By role and event. */
  readonly subscriptions: ReadonlyMap<string, Subscription> | undefined
}

/** For the one file that writes these fields. */
export type Writing<Field extends keyof Dialog> = Omit<Dialog, Field> & {
  -readonly [Key in Field]: Dialog[Key]
}

/** The other party of a dialog. A forked INVITE of ours has several until one of them answers. */
export type RemotePeer = {
  /** Unknown to a caller until the first tagged response. */
  readonly tag: string | undefined
  /** To of requests that we send it, tag included. */
  readonly to: string
  /** CSeq of the last request that it sent. */
  readonly seq: number
  /** Its Contact URI. */
  readonly target: string
  readonly routes: readonly string[]
  /** Where it was last heard. */
  readonly hop: Hop
  /** Its Allow names UPDATE, RFC 3311 section 4. */
  readonly takesUpdate: boolean
  /** The last reliable provisional response to our INVITE of that number, RFC 3262 section 4. */
  readonly reliable?: { readonly cseq: number; readonly rseq: number }
}

/** A request from the network that an application is to answer. */
export type IncomingRequest = {
  readonly request: Request
  readonly transaction: ServerTransaction
  /** What the application calls it: the transaction's id, but that of the INVITE for an UPDATE while that is unanswered. */
  readonly id: string
  readonly app: Application
  /** The dialog it is in, or that it makes; a SUBSCRIBE makes one when it is accepted. */
  dialog: Dialog | undefined
  /** The tag our responses put on To when the request has none. */
  readonly toTag: string
  /** How long the application may be silent; then how often a ringing caller is told again. */
  patience?: Timer | undefined
}

/** An INVITE in the dialog that has no final response yet. */
type PendingInvite =
  | { readonly is: 'none' }
  | { readonly is: 'theirs'; readonly incoming: IncomingRequest }
  | { readonly is: 'ours' }

/** Our 2xx to an INVITE of theirs, repeated until its ACK comes. */
export type AwaitedAck = {
  /** Of the INVITE's transaction; the ACK is reported under it. */
  readonly transactionId: string
  readonly cseq: number
  stop(): void
}

/** The ACK of a 2xx to an INVITE of ours, which the application makes. */
type DueAck =
  | { readonly is: 'none' }
  /** The INVITE that made the dialog has no 2xx yet. */
  | { readonly is: 'expected' }
  | {
      readonly is: 'due'
      /** Of the INVITE. */
      readonly cseq: number
      /** The INVITE that made the dialog has had no ACK. */
      readonly isFirst: boolean
      /** The application cancelled the INVITE but the 2xx crossed it: hang up once the ACK is out. */
      readonly hangUp: boolean
    }

/** The ACK of our last INVITE, for a 2xx that comes again. */
export type SentAck = { readonly cseq: number; readonly text: string }

/** An SDP offer without its answer. */
export type OpenOffer = { readonly by: 'us' | 'them'; readonly method: string }

export type ReliableResponse = {
  /** Of the INVITE. */
  readonly cseq: number
  readonly rseq: number
  readonly hasSdp: boolean
  readonly isAcknowledged: boolean
  /** Responses that wait their turn. */
  readonly held: (() => void)[]
  /** No more repeats; whoever waits goes on. */
  stop(): void
}

export type PrackDue = { readonly rseq: number; readonly cseq: number; readonly peer: RemotePeer }

export type SessionTimer = {
  readonly terms: SessionTerms
  /** On the edge's clock, ms. */
  readonly endsAt: number
  stop(): void
}

/** Which side of a subscription we are on. */
export type SubscriptionRole = 'subscriber' | 'notifier'

export type Subscription = {
  readonly role: SubscriptionRole
  readonly event: string
  stop(): void
}

export const dialogId = (callId: string, fromTag: string): string => `${callId};from-tag=${fromTag}`
