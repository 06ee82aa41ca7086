/*
 * One request that a proxy sends on to one or several targets, RFC 3261 section 16.
 *
 *   order
 *     v
 *   trying ---- 2xx of a target: passed on, the other targets are cancelled ------+
 *     |   ^                                                                       |
 *     +---+ a target fails: the next one                                          v
 *     | no target is left; or 6xx; or the caller cancelled and all have ended    over
 *     +------------ the best final is passed on ----------------------------------^
 *
 * A target:  calling -> ringing (a provisional came) -> ended
 */
import type { Timer } from '../clock/timer-wheel.ts'
import type { DialogServices } from '../dialog/dialog-services.ts'
import type { Request, Response } from '../message/message.ts'
import { cancelOf, type OutgoingRequest } from '../message/outgoing-request.ts'
import { headersOf } from '../message/scan.ts'
import { splitList, uriOf } from '../message/uri.ts'
import { type ClientUser, ignoreOutcome } from '../transaction/client-end.ts'
import { stepInviteClient } from '../transaction/invite-client.ts'
import type { InviteCall } from '../transaction/transactions.ts'

/** More are not tried, whoever asks. */
export const mostTargets = 20

/** Timer C, ms: a target rings no longer than that without saying so again, RFC 3261 section 16.6 step 11. */
const timerC = 180_000

export type ForkPlan = {
  readonly request: Request
  readonly targets: readonly string[]
  readonly isParallel: boolean
  readonly followsRedirects: boolean
  readonly provisionalMs?: number
  readonly finalMs?: number
  /** The request for one target; undefined when there is no way to it. */
  readonly forward: (target: string) => OutgoingRequest | undefined
}

export type ForkUser = {
  /** A response that goes back to the caller at once: provisional, or 2xx. */
  onPass(response: Response): void
  /** A final response of one target, whatever becomes of it. */
  onFinal(response: Response, target: OutgoingRequest): void
  /** No target has accepted; all their finals, perhaps none. Or one has: `isAccepted`. Called once. */
  onOver(finals: readonly Response[], isAccepted: boolean): void
}

type Branch = {
  readonly request: OutgoingRequest
  invite?: InviteCall
  state: 'calling' | 'ringing' | 'ended'
  /** Wanted, or sent already. */
  cancel: 'none' | 'wanted' | 'sent'
  /** Until something is heard; until a final comes. */
  patience?: Timer | undefined
  limit?: Timer | undefined
}

export class Fork {
  readonly #edge: DialogServices
  readonly #plan: ForkPlan
  readonly #user: ForkUser
  readonly #waiting: string[]
  readonly #tried = new Set<string>()
  readonly #branches: Branch[] = []
  readonly #finals: Response[] = []
  #isOver = false
  #isClosed = false

  constructor(edge: DialogServices, plan: ForkPlan, user: ForkUser) {
    this.#edge = edge
    this.#plan = plan
    this.#user = user
    this.#waiting = [...plan.targets]
  }

  start(): void {
    this.#goOn()
  }

  /** The caller gives up: nobody else is tried, and who rings is told. */
  cancel(): void {
    this.#close()
  }

  /** Calls who is to be called now; when nobody is left and all have ended, it is over. */
  #goOn(): void {
    const isBusy = () => this.#branches.some(({ state }) => state !== 'ended')
    while (!this.#isClosed && this.#waiting.length > 0 && (this.#plan.isParallel || !isBusy()))
      this.#call(this.#waiting.shift() ?? '')
    if (!isBusy()) this.#end(false)
  }

  #call(target: string): void {
    if (this.#tried.has(target) || this.#tried.size >= mostTargets) return
    this.#tried.add(target)
    const request = this.#plan.forward(target)
    if (!request) return
    const branch: Branch = { request, state: 'calling', cancel: 'none' }
    this.#branches.push(branch)
    this.#await(branch)
    const { transactions } = this.#edge
    if (request.method === 'INVITE')
      branch.invite = transactions.startInvite(request, this.#userOf(branch))
    else transactions.startOther(request, this.#userOf(branch))
  }

  #await(branch: Branch): void {
    const { clock } = this.#edge.timing
    const { provisionalMs, finalMs, request } = this.#plan
    const giveUp = () => this.#giveUp(branch)
    if (provisionalMs !== undefined) branch.patience = clock.after(provisionalMs, giveUp)
    if (finalMs !== undefined) branch.limit = clock.after(finalMs, giveUp)
    else if (request.method === 'INVITE') branch.limit = clock.after(timerC, giveUp)
  }

  /** The target counts as ended; should it still answer, a 2xx is passed on all the same. */
  #giveUp(branch: Branch): void {
    this.#cancel(branch)
    this.#finish(branch)
    this.#goOn()
  }

  #userOf(branch: Branch): ClientUser {
    return {
      onResponse: (response) => this.#hear(branch, response),
      onFailure: () => {
        this.#finish(branch)
        this.#goOn()
      },
      onEnd: () => undefined,
      isOver: () => this.#isOver || branch.cancel !== 'none',
    }
  }

  #hear(branch: Branch, response: Response): void {
    if (response.status < 200) this.#hearProvisional(branch, response)
    else if (response.status < 300) this.#accept(branch, response)
    else this.#refuse(branch, response)
  }

  #hearProvisional(branch: Branch, response: Response): void {
    branch.patience?.cancel()
    if (branch.cancel === 'wanted') this.#sendCancel(branch)
    if (branch.state === 'calling') branch.state = 'ringing'
    if (response.status === 100 || this.#isOver || branch.state === 'ended') return
    if (this.#plan.finalMs === undefined) {
      branch.limit?.cancel()
      branch.limit = this.#edge.timing.clock.after(timerC, () => this.#giveUp(branch))
    }
    this.#user.onPass(response)
  }

  /** Every 2xx goes back, RFC 3261 section 16.7 step 5, also that of a second target and one that comes again. */
  #accept(branch: Branch, response: Response): void {
    const isFirst = !this.#isOver
    this.#finish(branch)
    if (isFirst) this.#user.onFinal(response, branch.request)
    this.#user.onPass(response)
    if (isFirst) this.#end(true)
  }

  #refuse(branch: Branch, response: Response): void {
    const wasGivenUp = branch.state === 'ended'
    this.#finish(branch)
    if (this.#isOver || wasGivenUp) return
    this.#user.onFinal(response, branch.request)
    if (response.status < 400 && this.#plan.followsRedirects)
      this.#waiting.push(...headersOf(response, 'contact').flatMap(splitList).map(uriOf))
    else this.#finals.push(response)
    // RFC 3261 section 16.7 step 5: nobody else is asked after a 6xx.
    if (response.status >= 600) this.#close()
    this.#goOn()
  }

  /** No further target, and an end for those that ring. */
  #close(): void {
    this.#isClosed = true
    for (const branch of this.#branches) if (branch.state !== 'ended') this.#cancel(branch)
  }

  #end(isAccepted: boolean): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#close()
    this.#user.onOver(this.#finals, isAccepted)
  }

  #finish(branch: Branch): void {
    branch.patience?.cancel()
    branch.limit?.cancel()
    branch.state = 'ended'
  }

  /** A CANCEL waits for the first provisional response, RFC 3261 section 9.1. */
  #cancel(branch: Branch): void {
    if (branch.cancel !== 'none' || !branch.invite) return
    branch.cancel = 'wanted'
    if (branch.invite.transaction?.state === 'proceeding') this.#sendCancel(branch)
  }

  #sendCancel(branch: Branch): void {
    const invite = branch.invite?.transaction
    if (!invite) return
    branch.cancel = 'sent'
    this.#edge.transactions.startOther(cancelOf(branch.request, []), ignoreOutcome)
    stepInviteClient(invite, { type: 'cancelled' })
  }
}
