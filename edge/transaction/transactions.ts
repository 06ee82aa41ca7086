import { randomUUID } from 'node:crypto'
import type { Hop } from '../hop.ts'
import type { Request, Response } from '../message/message.ts'
import { ackTo, type OutgoingRequest } from '../message/outgoing-request.ts'
import { headersOf } from '../message/scan.ts'
import { splitList } from '../message/uri.ts'
import type { ClientUser } from './client-end.ts'
import { failOver } from './failover.ts'
import { type InviteClient, startInviteClient, stepInviteClient } from './invite-client.ts'
import { createInviteServer, type InviteServer, stepInviteServer } from './invite-server.ts'
import {
  type NonInviteClient,
  startNonInviteClient,
  stepNonInviteClient,
} from './non-invite-client.ts'
import {
  createNonInviteServer,
  type NonInviteServer,
  stepNonInviteServer,
} from './non-invite-server.ts'
import type { Timing } from './sip-timers.ts'

export type ServerTransaction = InviteServer | NonInviteServer

/** An INVITE of ours; its transaction changes with the place, and there is none while a name is looked up. */
export type InviteCall = { transaction: InviteClient | undefined }

/** Every transaction alive, found by the messages that belong to it, RFC 3261 sections 17.1.3 and 17.2.3. */
export class Transactions {
  readonly #servers = new Map<string, ServerTransaction>()
  readonly #clients = new Map<string, InviteClient | NonInviteClient>()
  /** Those outside of dialogs, by what stays the same when a proxy sends a request by two ways. */
  readonly #firsts = new Map<string, ServerTransaction>()
  readonly #timing: Timing

  constructor(timing: Timing) {
    this.#timing = timing
  }

  get size(): number {
    return this.#servers.size + this.#clients.size
  }

  /** Takes a repeated request; false when it is new. */
  takesRepeat(request: Request): boolean {
    const transaction = this.#servers.get(serverKey(request, request.method))
    if (transaction?.kind === 'invite') stepInviteServer(transaction, { type: 'invite' })
    else if (transaction) stepNonInviteServer(transaction, { type: 'request' })
    return transaction !== undefined
  }

  /** The same request by another way, RFC 3261 section 8.2.2.2; asked before it is served. */
  isMerged(request: Request): boolean {
    return this.#firsts.has(mergeKey(request))
  }

  /** The INVITE that a CANCEL or an ACK means. */
  inviteOf(request: Request): InviteServer | undefined {
    const transaction = this.#servers.get(serverKey(request, 'INVITE'))
    return transaction?.kind === 'invite' ? transaction : undefined
  }

  serve(request: Request, hop: Hop): ServerTransaction {
    const key = serverKey(request, request.method)
    const mergeable = mergeKey(request)
    const end = () => {
      this.#servers.delete(key)
      if (this.#firsts.get(mergeable) === transaction) this.#firsts.delete(mergeable)
    }
    const create = request.method === 'INVITE' ? createInviteServer : createNonInviteServer
    const transaction: ServerTransaction = create(randomUUID(), hop, this.#timing, end)
    this.#servers.set(key, transaction)
    if (request.toTag === undefined && request.method !== 'CANCEL' && !this.#firsts.has(mergeable))
      this.#firsts.set(mergeable, transaction)
    return transaction
  }

  /** An INVITE, at one place after the other where its target has several. */
  startInvite(request: OutgoingRequest, user: ClientUser): InviteCall {
    const call: InviteCall = { transaction: undefined }
    failOver(request, user, (user) => {
      call.transaction = this.#startInvite({ ...request }, user)
    })
    return call
  }

  startOther(request: OutgoingRequest, user: ClientUser): void {
    failOver(request, user, (user) => this.#startOther(request, user))
  }

  #startInvite(request: OutgoingRequest, user: ClientUser): InviteClient {
    const key = clientKey(request.branch, 'INVITE')
    const ack = (response: Response) => ackTo(request, response)
    const transaction = startInviteClient(
      request.text,
      request.hop,
      this.#timing,
      ack,
      this.#forgetting(key, user),
    )
    this.#clients.set(key, transaction)
    return transaction
  }

  #startOther(request: OutgoingRequest, user: ClientUser): void {
    const key = clientKey(request.branch, request.method)
    const { text, hop } = request
    this.#clients.set(
      key,
      startNonInviteClient(text, hop, this.#timing, this.#forgetting(key, user)),
    )
  }

  /** Hands a response to the request it answers; false when there is none. */
  takesResponse(response: Response): boolean {
    const transaction = this.#clients.get(clientKey(response.via.branch, response.method))
    if (!transaction || !isWayBack(response, transaction)) return false
    const event = { type: 'response', response } as const
    if (transaction.kind === 'invite') stepInviteClient(transaction, event)
    else stepNonInviteClient(transaction, event)
    return true
  }

  #forgetting(key: string, user: ClientUser): ClientUser {
    return {
      onResponse: (response) => user.onResponse(response),
      onFailure: (status) => user.onFailure(status),
      onEnd: () => {
        this.#clients.delete(key)
        user.onEnd()
      },
    }
  }
}

/** A response bears the Vias of its request, one where we began it, RFC 3261 section 8.1.3.3. */
function isWayBack(response: Response, { request }: InviteClient | NonInviteClient): boolean {
  const vias = headersOf(response, 'via').flatMap(splitList).length
  return vias === 1 ? !hasVias(request, 2) : hasVias(request, vias) && !hasVias(request, vias + 1)
}

function hasVias(request: string, count: number): boolean {
  let at = 0
  for (let found = 0; found < count; found++) {
    at = request.indexOf('\r\nVia:', at) + 1
    if (at === 0) return false
  }
  return true
}

const clientKey = (branch: string, method: string): string => `${method} ${branch}`

const mergeKey = ({ callId, fromTag, cseq, method }: Request): string =>
  `${method} ${cseq} ${fromTag} ${callId}`

function serverKey(request: Request, method: string): string {
  const { branch, sentBy } = request.via
  // The cookie alone is nobody's own branch, RFC 4475 section 3.2.1.
  if (branch.startsWith('z9hG4bK') && branch.length > 7) return `${method} ${branch} ${sentBy}`
  // A peer of RFC 2543 has no unique branch: section 17.2.3 names what identifies its request.
  return `${method} ${request.callId} ${request.cseq} ${request.fromTag} ${sentBy} ${request.uri}`
}
