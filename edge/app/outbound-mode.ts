import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { serveApp, type AppOptions } from './app-connection.ts'
import type { App } from './app.ts'
import { askHandler, type Instruction, type RequestHandler } from './request-handler.ts'
import { giveNew } from '../dialog/give-new.ts'
import { respondPlainly } from '../dialog/served.ts'
import type { Request } from '../message/message.ts'
import { responseText } from '../message/response-text.ts'
import { makeToken } from '../message/token.ts'
import { parseHostPort } from '../message/uri.ts'
import { type ProxyOrder, readLimits } from '../proxy/proxy-order.ts'
import { startProxying } from '../proxy/proxy.ts'
import type { Switchboard } from '../switchboard.ts'
import { respond, type ServerTransaction } from '../transaction/transactions.ts'

/** How new requests find an application that does not connect by itself. */
export type OutboundMode = {
  readonly handlers: readonly RequestHandler[]
  /** What such an application is served by. */
  readonly app: AppOptions
  /** Connections that we made, while they are open. */
  readonly sockets: Set<Socket>
}

/** Until the application has connected and said who it is, ms. */
const limitMs = 5000

export const handlerFor = (
  { handlers }: OutboundMode,
  method: string,
): RequestHandler | undefined =>
  handlers.find((handler) => handler.method === method) ??
  handlers.find((handler) => handler.method === '*')

/** A new request, from when its handler is asked to when it is somebody's. */
type Asked = {
  readonly request: Request
  readonly transaction: ServerTransaction
  readonly toTag: string
}

/**
 * Outbound mode of the protocol: a handler says what becomes of a new request; an application that it names is connected
 * to and given the request. The caller may give up meanwhile.
 */
export function takeByHandler(
  board: Switchboard,
  handler: RequestHandler,
  request: Request,
  transaction: ServerTransaction,
): void {
  const asked: Asked = { request, transaction, toTag: makeToken(13) }
  /** Whoever comes first: the handler's word, its failure, or the caller's CANCEL. */
  const settle = (act: () => void) => {
    if (board.proxied.get(transaction.id) === wait) {
      board.proxied.delete(transaction.id)
      act()
    }
  }
  const wait = { cancel: () => settle(() => refuse(asked, 487, 'Request Terminated')) }
  board.proxied.set(transaction.id, wait)
  if (request.method === 'INVITE') respondPlainly(request, transaction, 100, 'Trying')
  askHandler(handler, request, transaction.hop)
    .then((said) => prepare(board, said, asked))
    .catch((error: unknown) => {
      board.log({ handler: handler.url, error: String(error) }, 'a request handler failed')
      return error instanceof NobodyThere
        ? () => refuse(asked, 480, 'Temporarily Unavailable')
        : () => refuse(asked, 500, 'Server Error')
    })
    .then(settle)
    .catch(board.onBug)
}

/** An application that could not be had. */
class NobodyThere extends Error {}

/** Gives what is to be done, once everything for it is there. */
async function prepare(board: Switchboard, said: Instruction, asked: Asked): Promise<() => void> {
  switch (said.action) {
    case 'route': {
      const app = await appFor(board, said.data)
      return () => giveNew(board, app, asked.request, asked.transaction, asked.toTag)
    }
    case 'reject': {
      const { status, reason = 'Rejected' } = said.data
      return () => refuse(asked, status, reason)
    }
    case 'redirect':
      return () => redirect(asked, listOf(said.data.contact))
    case 'proxy': {
      const order = orderOf(said.data)
      return () => startProxying(board, asked, order)
    }
  }
}

const refuse = ({ request, transaction, toTag }: Asked, status: number, reason: string): void =>
  respondPlainly(request, transaction, status, reason, toTag)

function redirect({ request, transaction, toTag }: Asked, contacts: readonly string[]): void {
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
async function appFor(board: Switchboard, route: Route): Promise<App> {
  if ('uri' in route) return connectApp(board, route.uri)
  const app = board.apps.withTag(route.tag)
  if (!app) throw new NobodyThere(`no application bears the tag ${route.tag}`)
  return app
}

function connectApp(board: Switchboard, uri: string): Promise<App> {
  const [place = '', ...parameters] = uri.split(';')
  const { host, port } = parseHostPort(place) ?? {}
  const { outbound } = board
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
    serveApp(board, socket, { ...outbound.app, onTrusted })
  })
}
