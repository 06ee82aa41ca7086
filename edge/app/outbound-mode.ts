import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { deliverInitial } from '../dialog/deliver-initial.ts'
import type { Request } from '../message/message.ts'
import { responseText } from '../message/response-text.ts'
import { makeToken } from '../message/token.ts'
import { parseHostPort } from '../message/uri.ts'
import { type ProxyOrder, startProxying } from '../proxy/proxy.ts'
import { respond, respondPlainly } from '../transaction/respond.ts'
import type { ServerTransaction } from '../transaction/transactions.ts'
import { serveApp } from './app-connection.ts'
import type { App, OutboundMode } from './apps.ts'
import type { EdgeContext } from './edge-context.ts'
import { readLimits } from './proxy-verb.ts'
import { askHandler, type Instruction, type RequestHandler } from './request-handler.ts'

/** Until the application has connected and said who it is, ms. */
const limitMs = 5000

export const handlerFor = (
  { handlers }: OutboundMode,
  method: string,
): RequestHandler | undefined =>
  handlers.find((handler) => handler.method === method) ??
  handlers.find((handler) => handler.method === '*')

/** A new request, from when its handler is asked to when it is somebody's. */
type AskedRequest = {
  readonly request: Request
  readonly transaction: ServerTransaction
  readonly toTag: string
}

/**
 * Outbound mode of the protocol: a handler says what becomes of a new request; an application that it names is connected
 * to and given the request. The caller may give up meanwhile.
 */
export function takeByHandler(
  edge: EdgeContext,
  handler: RequestHandler,
  request: Request,
  transaction: ServerTransaction,
): void {
  const asked: AskedRequest = { request, transaction, toTag: makeToken(13) }
  /** Whoever comes first: the handler's word, its failure, or the caller's CANCEL. */
  const settle = (act: () => void) => {
    if (edge.proxied.get(transaction.id) === wait) {
      edge.proxied.delete(transaction.id)
      act()
    }
  }
  const wait = { cancel: () => settle(() => refuse(asked, 487, 'Request Terminated')) }
  edge.proxied.set(transaction.id, wait)
  if (request.method === 'INVITE') respondPlainly(request, transaction, 100, 'Trying')
  askHandler(handler, request, transaction.hop)
    .then((said) => prepare(edge, said, asked))
    .catch((error: unknown) => {
      edge.log({ handler: handler.url, err: String(error) }, 'a request handler failed')
      return error instanceof NobodyThere
        ? () => refuse(asked, 480, 'Temporarily Unavailable')
        : () => refuse(asked, 500, 'Server Error')
    })
    .then(settle)
    .catch(edge.onBug)
}

/** An application that could not be had. */
class NobodyThere extends Error {}

/** Gives what is to be done, once everything for it is there. */
async function prepare(
  edge: EdgeContext,
  said: Instruction,
  asked: AskedRequest,
): Promise<() => void> {
  switch (said.action) {
    case 'route': {
      const app = await appFor(edge, said.data)
      return () => deliverInitial(edge, app, asked.request, asked.transaction, asked.toTag)
    }
    case 'reject': {
      const { status, reason = 'Rejected' } = said.data
      return () => refuse(asked, status, reason)
    }
    case 'redirect':
      return () => redirect(asked, listOf(said.data.contact))
    case 'proxy': {
      const order = orderOf(said.data)
      return () => startProxying(edge, asked, order)
    }
  }
}

const refuse = (
  { request, transaction, toTag }: AskedRequest,
  status: number,
  reason: string,
): void => respondPlainly(request, transaction, status, reason, toTag)

function redirect(
  { request, transaction, toTag }: AskedRequest,
  contacts: readonly string[],
): void {
  const contact = contacts.map((uri) => (uri.includes('<') ? uri : `<${uri}>`)).join(', ')
  const plan = { status: 302, reason: 'Moved Temporarily', toTag, contact }
  respond(transaction, 302, responseText(request, { ...plan, local: transaction.hop.local }))
}

const listOf = (given: string | readonly string[]): readonly string[] =>
  typeof given === 'string' ? [given] : given

function orderOf(data: Extract<Instruction, { action: 'proxy' }>['data']): ProxyOrder {
  return {
    isFull: false,
    remains: data.recordRoute,
    followsRedirects: data.followRedirects,
    isParallel: data.simultaneous,
    ...readLimits(data.provisionalTimeout, data.finalTimeout),
    targets: listOf(data.destination).map((uri) =>
      /^(sips?|tel):/.test(uri) ? uri : `sip:${uri}`,
    ),
    headers: [],
  }
}

type Route = Extract<Instruction, { action: 'route' }>['data']

/** One that is connected and bears the tag, or a connection to the place. Rejects with NobodyThere. */
async function appFor(edge: EdgeContext, route: Route): Promise<App> {
  if ('uri' in route) return connectApp(edge, route.uri)
  const app = edge.apps.withTag(route.tag)
  if (!app) throw new NobodyThere(`no application bears the tag ${route.tag}`)
  return app
}

function connectApp(edge: EdgeContext, uri: string): Promise<App> {
  const [place = '', ...parameters] = uri.split(';')
  const { host, port } = parseHostPort(place) ?? {}
  const { outbound } = edge
  if (!outbound || !host || !port)
    return Promise.reject(new NobodyThere(`${uri} is no place of an application`))
  const isTls = parameters.includes('transport=tls')
  const socket = isTls ? connectTls({ host, port, servername: host }) : connect({ host, port })
  outbound.sockets.add(socket)
  return new Promise((resolve, reject) => {
    const onTrusted = (app: App) => {
      clearTimeout(limit)
      resolve(app)
    }
    const limit = setTimeout(() => socket.destroy(), limitMs)
    socket.once('close', () => {
      outbound.sockets.delete(socket)
      clearTimeout(limit)
      reject(new NobodyThere(`the application at ${uri} is not there`))
    })
    serveApp(edge, socket, { ...outbound.app, onTrusted })
  })
}
