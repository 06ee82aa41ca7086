import { once, type EventEmitter } from 'node:events'
import { createRequire } from 'node:module'
import type { Test } from 'tap'
import { startEdge, type Edge, type EdgeOptions } from '../../edge/start-edge.ts'
import type { SipTimers } from '../../edge/transaction/sip-timers.ts'
import { within } from '../within.ts'
import { startUdpPhone, startWsPhone, type Phone } from './edge-phone.ts'

/*
 * drachtio-srf's own types are wrong in places that matter here: this is what these tests use of it.
 */
export type Message = EventEmitter & {
  readonly method: string
  readonly status: number
  readonly body: string
  readonly uri: string
  readonly source: string
  readonly source_port: number
  readonly receivedOn?: string
  get(name: string): string
}
export type Request = Message & { cancel(): void; isNewInvite: boolean }
export type Response = Message & {
  send(
    status: number,
    options?: object,
    callback?: (error: unknown) => void,
    fnPrack?: (prack: Request) => void,
  ): void
}
export type Dialog = EventEmitter & {
  readonly id: string
  readonly sip: { callId: string; localTag: string; remoteTag: string }
  readonly local: { sdp: string }
  readonly remote: { sdp: string; uri: string }
  destroy(): Promise<unknown>
  modify(sdp: string): Promise<string>
  request(options: object): Promise<Response>
}
type Handler = (request: Request, response: Response) => unknown
export type Srf = EventEmitter & {
  connect(options: object): void
  disconnect(): void
  invite(handler: Handler): void
  register(handler: Handler): void
  options(handler: Handler): void
  message(handler: Handler): void
  use(
    method: string,
    handler: (request: Request, response: Response, next: () => void) => unknown,
  ): void
  createUAS(request: Request, response: Response, options: object): Promise<Dialog>
  createUAC(uri: string, options: object, progress?: object): Promise<Dialog>
  createB2BUA(
    request: Request,
    response: Response,
    uri: string,
    options?: object,
  ): Promise<{ uas: Dialog; uac: Dialog }>
  request(uri: string, options: object): Promise<Request>
  proxyRequest(
    request: Request,
    targets: string | string[],
    options?: object,
  ): Promise<{ connected: boolean; finalStatus?: number; responses: readonly unknown[] }>
}
const SrfClass = createRequire(import.meta.url)('drachtio-srf') as new () => Srf

/** T1 of 50 ms: the 32 s limits of RFC 3261 become 3.2 s. */
export const quick: Partial<SipTimers> = { t1: 50, t2: 200, t4: 100 }

export type Scene = {
  readonly edge: Edge
  readonly srf: Srf
  readonly phone: () => Promise<Phone>
  readonly browser: () => Promise<Phone>
  /** The application's connection ends. */
  readonly loseApp: () => void
  /** The edge stops, with whatever it still holds. */
  readonly stop: () => Promise<void>
}

/** An edge with one application connected; all is stopped when the test ends. */
export async function startScene(
  t: Test,
  timers: Partial<SipTimers> = quick,
  methods: readonly string[] = ['invite', 'register', 'options'],
  options: Partial<EdgeOptions> = {},
  tags: readonly string[] = [],
): Promise<Scene> {
  const edge = await startEdge({
    host: '127.0.0.1',
    sipPort: 0,
    wsPort: 0,
    appPort: 0,
    secret: 'hush',
    timers,
    ...options,
  })
  const srf = await startApp(edge, methods, undefined, { tags })
  const phones: Phone[] = []
  const keep = (phone: Phone) => {
    phones.push(phone)
    return phone
  }
  let isLost = false
  const loseApp = () => {
    if (!isLost) srf.disconnect()
    isLost = true
  }
  let stopping: Promise<void> | undefined
  const stop = () => (stopping ??= edge.stop())
  t.teardown(async () => {
    for (const phone of phones) phone.close()
    loseApp()
    await stop()
  })
  const phone = async () => keep(await startUdpPhone(edge.sipPort))
  const browser = async () => keep(await startWsPhone(edge.wsPort))
  return { edge, srf, phone, browser, loseApp, stop }
}

type AppStart = {
  readonly tags?: readonly string[]
  /** Done before it connects. */
  readonly prepare?: (srf: Srf) => void
}

/** An unmodified drachtio-srf, connected; the edge knows already that it takes these methods. */
export async function startApp(
  edge: Pick<Edge, 'appPort'>,
  methods: readonly string[],
  secret = 'hush',
  { tags, prepare }: AppStart = {},
): Promise<Srf> {
  const srf = new SrfClass()
  prepare?.(srf)
  for (const method of methods) srf.use(method, (_request, _response, next) => next())
  srf.on('error', () => undefined)
  srf.connect({
    host: '127.0.0.1',
    port: edge.appPort,
    secret,
    ...(tags && { tags }),
    reconnect: { maxAttempts: 1 },
  })
  await within('connection of the application to the edge', once(srf, 'connect'))
  // Frames are answered in order: after this refusal the routes are known.
  await srf.request('sip:x', { method: 'OPTIONS', stackDialogId: 'none' }).catch(() => undefined)
  return srf
}

/** Waits until the edge holds nothing of past calls any more. */
export async function drained(edge: Edge): Promise<boolean> {
  for (const end = Date.now() + 15_000; Date.now() < end;) {
    const { transactions, dialogs, pending } = edge.counts()
    if (transactions + dialogs + pending === 0) return true
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return false
}

/** Why a call failed: its final status, or the words of the edge when it never left. */
export async function failure(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => 'it was answered',
    (error: unknown) => {
      const { status, message } = error as { status?: number; message: string }
      return status ?? message
    },
  )
}

export const sdp = (name: string): string =>
  `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=${name}\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n` +
  'm=audio 4000 RTP/AVP 0\r\na=sendrecv\r\n'
