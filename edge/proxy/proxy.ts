import type { DialogServices } from '../dialog/dialog-services.ts'
import type { IncomingRequest } from '../dialog/dialog.ts'
import type { Hop } from '../hop.ts'
import type { Request, Response } from '../message/message.ts'
import { hostPortOf, isNewCall } from '../message/outgoing-request.ts'
import { type Header, headerOf, headersOf } from '../message/scan.ts'
import { splitList, uriOf } from '../message/uri.ts'
import { respond, respondPlainly } from '../transaction/respond.ts'
import type { ServerTransaction } from '../transaction/transactions.ts'
import { bestResponse, otherChallenges } from './best-response.ts'
import { Fork, type ForkPlan, type ForkUser } from './fork.ts'
import { forwardedRequest, returnedResponse } from './forwarded.ts'

/** How an application wants a request to be forwarded. Durations in ms. */
export type ProxyOrder = {
  /** Every final response is told to the application. */
  readonly isFull: boolean
  /** Record-Route: later requests of the dialog come by here. */
  readonly remains: boolean
  readonly followsRedirects: boolean
  /** All targets at once; else one after the other. */
  readonly isParallel: boolean
  /** A target that says nothing at all for so long is given up. */
  readonly provisionalMs?: number
  /** A target without a final response for so long is given up. */
  readonly finalMs?: number
  readonly targets: readonly string[]
  /** What the application adds. */
  readonly headers: readonly Header[]
}

/** What the application is told of an order. */
export type Teller = Pick<ForkUser, 'onFinal'> & { readonly onDone: () => void }

const silent: Teller = { onFinal: () => undefined, onDone: () => undefined }

/** The request goes to the order's targets; without a teller nobody hears what became of it but the caller. */
export function startProxying(
  edge: ProxyServices,
  { request, transaction, toTag }: Pick<IncomingRequest, 'request' | 'transaction' | 'toTag'>,
  order: ProxyOrder,
  { onFinal, onDone }: Teller = silent,
): void {
  const isCall = isNewCall(request)
  startFork(edge, { request, transaction, toTag }, planOf(edge, request, order, transaction.hop), {
    onFinal(response, target) {
      if (isCall && response.status < 300) edge.records.start('network', 'proxy-uac', response.text)
      onFinal(response, target)
    },
    onDone(isAccepted) {
      if (isCall && !isAccepted) edge.records.stop('application', 'call-rejected', transaction.last)
      onDone()
    },
  })
}

type Forwarded = Pick<IncomingRequest, 'request' | 'transaction'> & { readonly toTag?: string }

/** What comes back goes to the sender: at once what is provisional or accepted, else the best final at the end. */
function startFork(
  edge: ProxyServices,
  { request, transaction, toTag }: Forwarded,
  plan: ForkPlan,
  user: Pick<ForkUser, 'onFinal'> & { readonly onDone: (isAccepted: boolean) => void },
): void {
  // RFC 3261 section 16.3 step 3.
  if (maxForwardsOf(request) < 1) {
    respondPlainly(request, transaction, 483, 'Too Many Hops', toTag)
    user.onDone(false)
    return
  }
  const fork = new Fork(edge, plan, {
    onFinal: user.onFinal,
    onPass: (response) => respond(transaction, response.status, returnedResponse(response)),
    onOver(finals, isAccepted) {
      edge.proxied.delete(transaction.id)
      if (!isAccepted) passBest(request, transaction, finals, toTag)
      user.onDone(isAccepted)
    },
  })
  edge.proxied.set(transaction.id, fork)
  fork.start()
}

function planOf(edge: ProxyServices, request: Request, order: ProxyOrder, from: Hop): ForkPlan {
  const routes = routesLeft(edge, request)
  const maxForwards = maxForwardsOf(request) - 1
  return {
    ...order,
    request,
    forward(uri) {
      const hop = edge.nextHops.to(routes[0] ? uriOf(routes[0]) : uri)
      if (!('send' in hop)) return undefined
      const recordRoutes = order.remains ? recordRoutesOf(from, hop) : []
      const { headers } = order
      return forwardedRequest(request, { uri, hop, routes, maxForwards, recordRoutes, headers })
    },
  }
}

/** A proxy between two transports stands twice in the route, once for each side, RFC 5658 section 5. */
function recordRoutesOf(from: Hop, to: Hop): readonly string[] {
  const [here, there] = [from, to].map(ownRoute)
  return here === there ? [there ?? ''] : [there ?? '', here ?? '']
}

const ownRoute = ({ local, transport }: Hop): string =>
  `<sip:${hostPortOf(local)}${transport === 'udp' ? '' : `;transport=${transport}`};lr>`

/** RFC 3261 section 16.4: we take ourselves out of the route. */
function routesLeft(edge: ProxyServices, request: Request): readonly string[] {
  const routes = headersOf(request, 'route').flatMap(splitList)
  const others = routes.findIndex((route) => !edge.nextHops.isOwn(uriOf(route)))
  return others === -1 ? [] : routes.slice(others)
}

function maxForwardsOf(request: Request): number {
  const said = Number.parseInt(headerOf(request, 'max-forwards') ?? '70', 10)
  return Number.isNaN(said) ? 70 : said
}

function passBest(
  request: Request,
  transaction: ServerTransaction,
  finals: readonly Response[],
  toTag?: string,
): void {
  const best = bestResponse(finals)
  // Nobody has answered. And a 503 is about the next hop, not about us: RFC 3261 section 16.7 step 6.
  if (!best) respondPlainly(request, transaction, 408, 'Request Timeout', toTag)
  else if (best.status === 503) respondPlainly(request, transaction, 500, 'Server Error', toTag)
  else respond(transaction, best.status, returnedResponse(best, otherChallenges(best, finals)))
}

/**
 * A later request of a dialog that we stand in the route of goes on without any application. False when its route does
 * not begin with us.
 */
export function forwardsOn(edge: ProxyServices, request: Request, hop: Hop): boolean {
  const plan = onwardPlan(edge, request)
  if (!plan) return false
  const transaction = edge.transactions.serve(request, hop)
  if (request.method === 'BYE') edge.records.stop('network', 'normal-release', request.text)
  startFork(edge, { request, transaction }, plan, silent)
  return true
}

/** The ACK of a 2xx: no transaction, RFC 3261 section 16.11. False as above. */
export function forwardsAck(edge: ProxyServices, ack: Request): boolean {
  const onward = onwardPlan(edge, ack)?.forward(ack.uri)
  onward?.hop.send(onward.text)
  return onward !== undefined
}

function onwardPlan(edge: ProxyServices, request: Request): ForkPlan | undefined {
  const [first] = headersOf(request, 'route').flatMap(splitList)
  if (first === undefined || !edge.nextHops.isOwn(uriOf(first))) return undefined
  const order = { remains: false, isFull: false, followsRedirects: false, isParallel: false }
  // The route says nothing of the sender's hop: it is not needed where nothing is recorded.
  return planOf(
    edge,
    request,
    { ...order, targets: [request.uri], headers: [] },
    edge.nextHops.nowhere,
  )
}

/** What proxying needs of the edge. */
export type ProxyServices = DialogServices & {
  /** Requests from the network that we send on, or whose application we look for, by transaction id. */
  readonly proxied: Map<string, { cancel(): void }>
}
