import DrachtioSrf from 'drachtio-srf'
import { sendAuthorized } from './access/send-authorized.ts'
import type { DigestClient } from './access/digest-client.ts'
import { type DialogCheckpoint, type RawDialogs, restoreDialog } from './dialog-checkpoint.ts'

/** A SIP request or response as drachtio-srf shows it; header names in any case. */
export interface SipMessage {
  readonly body: string
  /** Parts of the body: one, or several of a multipart. */
  readonly payload: readonly { readonly type?: string | null; readonly content?: string }[]
  /** `application`: the edge made this message itself. */
  readonly source: 'network' | 'application'
  /** Empty in responses that the edge made for a peer it could not reach. */
  readonly source_address: string
  readonly source_port: number
  /** `udp`, `tcp` or `tls`; WebSockets may be told as `tcp`. */
  readonly protocol: string
  /** Empty outside of dialogs. */
  readonly stackDialogId: string
  get(header: string): string | undefined
  /** Throws when the header is missing or cannot be read. */
  getParsedHeader(header: 'from' | 'to'): { uri: string; params: Record<string, string> }
  getParsedHeader(header: 'contact'): { uri: string; params: Record<string, string> }[]
}

export interface SipRequest extends SipMessage {
  readonly method: string
  readonly uri: string
  on(event: 'cancel', listener: () => void): void
  /** Of an INVITE that we have not answered yet. */
  on(event: 'update', listener: (request: SipRequest, response: SipResponse) => void): void
  /** Of a request that we sent; `ack` of a final response to an INVITE. */
  on(event: 'response', listener: (response: SipResponse, ack: () => void) => void): void
  /** Only for an INVITE that we sent. */
  cancel(options: { headers: Headers }, callback: (error: unknown) => void): void
}

export interface SipResponse extends SipMessage {
  readonly status: number
  readonly reason: string
  send(status: number, content?: { headers?: Headers; body?: string }): void
}

/** An INVITE dialog. An event without a listener is answered 200 by srf, but for `destroy` and `ack`. */
export interface SipDialog {
  /** The edge's name for it. */
  readonly id: string
  readonly sip: { readonly callId: string; readonly localTag: string; readonly remoteTag: string }
  readonly agent: SrfAgent
  readonly srf: { removeDialog(dialog: SipDialog): void }
  /** Ours: answers the challenges inside this dialog. */
  digest?: DigestClient
  once(event: 'ack', listener: () => void): void
  /** The far end's BYE, or one that the edge made (`request.source` is `application`). */
  once(event: 'destroy', listener: (request: SipRequest) => void): void
  on(
    event: 'info' | 'modify' | 'refer' | 'notify' | 'update' | 'message' | 'options',
    listener: (request: SipRequest, response: SipResponse) => void,
  ): void
  /** Sends BYE. Rejects when the edge knows the dialog no more. */
  destroy(options: { headers: Headers }): Promise<unknown>
  /** What we said last. */
  readonly local: { sdp: string; readonly contact: string }
  /** Where the far end is, and what it said last. */
  readonly remote: { readonly uri: string; sdp: string }
  /** Every request inside the dialog passes here first. */
  handle(request: SipRequest, response: SipResponse): void
}

/** Sends a re-INVITE; gives the answer. Rejects with a Refusal. */
export async function sendReinvite(dialog: SipDialog, offer: string): Promise<string> {
  const before = dialog.local.sdp
  dialog.local.sdp = offer
  // srf's own way would send no further offer after one that was refused.
  const response = await sendInDialog(dialog, {
    method: 'INVITE',
    headers: { Contact: dialog.local.contact },
    body: offer,
  }).catch((error: unknown) => {
    dialog.local.sdp = before
    throw error
  })
  if (response.status !== 200) {
    dialog.local.sdp = before
    throw new SipFailure(response)
  }
  dialog.remote.sdp = response.body
  return response.body
}

/** A final response that is not the wished one. */
export class SipFailure extends Error {
  readonly status: number
  constructor({ status, reason }: Pick<SipResponse, 'status' | 'reason'>) {
    super(`${status} ${reason}`)
    this.name = 'SipFailure'
    this.status = status
  }
}

/** A request inside the dialog, its challenges answered; gives the final response. Rejects when it can't be sent. */
export function sendInDialog(
  dialog: SipDialog,
  { method, headers, body }: Pick<SipRequestPlan, 'method' | 'headers' | 'body'>,
): Promise<SipResponse> {
  const { agent, id: stackDialogId, digest } = dialog
  const asked = { method, uri: dialog.remote.uri, ...(body && { body }) }
  return sendAuthorized(digest, asked, (credentials) =>
    sendRequest(agent, {
      method,
      stackDialogId,
      headers: { ...headers, ...credentials },
      ...(body && { body }),
    }),
  )
}

/** BYE, its challenges answered. Rejects when the edge knows the dialog no more. */
export async function sendBye(dialog: SipDialog, headers: Headers): Promise<void> {
  if (!dialog.digest) {
    await dialog.destroy({ headers })
    return
  }
  try {
    await sendInDialog(dialog, { method: 'BYE', headers })
  } finally {
    dialog.srf.removeDialog(dialog)
  }
}

/** Sends a request; resolves with its final response, an INVITE's acknowledged. */
function sendRequest(agent: SrfAgent, plan: SipRequestPlan): Promise<SipResponse> {
  return new Promise((resolve, reject) => {
    const { headers, ...rest } = plan
    // srf writes into what it is given.
    agent.request({ ...rest, headers: { ...headers } }, (error, request) => {
      if (error || !request) {
        reject(error instanceof Error ? error : new Error('not sent'))
        return
      }
      request.on('response', (response, ack) => {
        if (response.status < 200) return
        if (plan.method === 'INVITE') ack()
        resolve(response)
      })
    })
  })
}

/** Of the final response in a SipError. */
export const statusOf = (error: unknown): number | undefined =>
  error instanceof Error && 'status' in error && typeof error.status === 'number'
    ? error.status
    : undefined

export type Headers = Record<string, string>

/** Rows of a header that RFC 3261 section 7.3.1 forbids to join with commas, as srf would: the break makes a row of each. */
export const inRows = (name: string, values: readonly string[]): string =>
  values.join(`\r\n${name}: `)

export type SipHandler = (request: SipRequest, response: SipResponse) => void

/** Why an INVITE of ours failed; without `status` it never left the edge. */
export interface SipError extends Error {
  readonly status?: number
  readonly res?: SipResponse
}

export type CallOptions = {
  readonly headers: Headers
  readonly localSdp: string
  /** Next hop, when it is not the URI's. */
  readonly proxy?: string
}
type InviteProgress = {
  cbRequest: (error: unknown, request?: SipRequest) => void
  cbProvisional: (response: SipResponse) => void
}

export type SipRequestPlan = {
  readonly method: string
  /** Not needed inside a dialog. */
  readonly uri?: string
  readonly headers: Headers
  readonly body?: string
  /** Next hop, when it is not the URI's. */
  readonly proxy?: string
  readonly stackDialogId?: string
}

/** The connection to the edge, as srf has it. */
interface SrfAgent {
  request(options: object, callback: (error: unknown, request?: SipRequest) => void): void
}

/** The part of drachtio-srf that we use, as it behaves in 5.0.29; its own types are partly wrong. */
interface RawSrf extends RawDialogs {
  connect(options: object): void
  disconnect(): void
  on(event: 'connect' | 'error', listener: (error: Error | null) => void): void
  on(event: 'close' | 'reconnecting', listener: () => void): void
  use(
    method: string,
    handler: (request: SipRequest, response: SipResponse, next: () => void) => void,
  ): void
  createUAS(req: SipRequest, res: SipResponse, opts: object): Promise<SipDialog>
  createUAC(uri: string, opts: CallOptions, progress: InviteProgress): Promise<SipDialog>
  request(options: object, callback: (error: unknown, request?: SipRequest) => void): void
}

export type Srf = {
  handle(method: string, handler: SipHandler): void
  /** 200 with SDP; rejects when the INVITE was cancelled meanwhile. */
  answer(request: SipRequest, response: SipResponse, sdp: string): Promise<SipDialog>
  /** INVITE; rejects with a SipError. srf sends the ACK. */
  invite(uri: string, options: CallOptions, progress: InviteProgress): Promise<SipDialog>
  /** A request outside of dialogs; gives the final response. Rejects when it can't be sent. */
  request(plan: SipRequestPlan & { readonly uri: string }): Promise<SipResponse>
  /** BYE for a dialog that srf did not make into a Dialog. */
  bye(stackDialogId: string, headers: Headers): void
  /** A dialog of a process that died. */
  restore(checkpoint: DialogCheckpoint): SipDialog
  /** What the edge has kept of a process that died: dialogs that srf does not know, and the end of the list. */
  onKept(listener: KeptListener): void
  /** The edge accepted us. */
  onAccepted(listener: () => void): void
  /** New calls are for others from now on. */
  leave(): void
  close(): void
}

type KeptListener = {
  readonly unknown: (stackDialogId: string) => void
  readonly allTold: () => void
}

export type SrfOptions = {
  readonly host: string
  readonly port: number
  readonly secret: string
  /** Next hop of an INVITE that names none, and of every other request outside a dialog. */
  readonly outboundProxy?: string | undefined
  /** Under this name the edge keeps our calls for a while when we die. */
  readonly name?: string | undefined
  /** The edge is gone, and every dialog with it; srf connects again by itself. */
  readonly onLost: () => void
  /** It is there, the first time or again. */
  readonly onBack: () => void
  readonly log: (fields: object, message: string) => void
}

/**
 * Connects to drachtio-server or the embedded edge; resolves when it accepted us, rejects when it refused the
 * secret. Afterwards a lost connection is made anew, at most a second apart.
 */
export function connectSrf(options: SrfOptions, handle: (srf: Srf) => void): Promise<Srf> {
  // The boundary to the library's types.
  const raw = new DrachtioSrf() as unknown as RawSrf
  const srf = wrap(raw, options.outboundProxy)
  handle(srf)
  return new Promise((resolve, reject) => {
    let isAccepted = false
    raw.on('connect', (error) => {
      if (error) {
        srf.close()
        reject(error)
        return
      }
      isAccepted = true
      options.log({}, 'the edge is here')
      options.onBack()
      resolve(srf)
    })
    // Without a listener srf throws; the `close` that follows tells what matters.
    raw.on('error', () => undefined)
    raw.on('close', () => {
      if (!isAccepted) return
      isAccepted = false
      options.log({}, 'the edge is gone')
      options.onLost()
    })
    const { host, port, secret, name } = options
    const tags = name === undefined ? [] : [`keep:${name}`]
    raw.connect({ host, port, secret, tags, reconnect: { retryMaxDelay: 1000 } })
  })
}

function wrap(raw: RawSrf, outboundProxy: string | undefined): Srf {
  const way = outboundProxy === undefined ? {} : { proxy: outboundProxy }
  let isClosed = false
  let hasLeft = false
  const disconnect = (): void => {
    try {
      raw.disconnect()
    } catch (error) {
      // srf asserts that a socket is there; without one, nothing is left to close.
      if (!(error instanceof Error)) throw error
    }
  }
  // A retry that was under way when we closed would connect once more.
  raw.on('connect', () => {
    if (isClosed) disconnect()
  })
  return {
    handle: (method, handler) => {
      raw.use(method, handler)
    },
    answer: (request, response, sdp) => raw.createUAS(request, response, { localSdp: sdp }),
    invite: (uri, options, progress) => raw.createUAC(uri, { ...way, ...options }, progress),
    request: (plan) => sendRequest(raw, { ...plan, ...way }),
    bye: (stackDialogId, headers) => {
      // The edge knows the remote target.
      raw.request({ uri: 'sip:placeholder', method: 'BYE', stackDialogId, headers }, ignore)
    },
    restore: (checkpoint) => restoreDialog(raw, checkpoint),
    onKept: (listener) => raw.use('options', hearKept(listener)),
    onAccepted: (listener) => raw.on('connect', (error) => error ?? listener()),
    leave() {
      // srf throws at a second removal.
      if (!hasLeft) raw.app.client?.removeRoute('invite')
      hasLeft = true
    },
    close: () => {
      isClosed = true
      disconnect()
    },
  }
}

/** The edge's own OPTIONS; all others pass. Srf tells those in known dialogs in a later turn, so this waits for them. */
function hearKept({ unknown, allTold }: KeptListener) {
  return (request: SipRequest, _response: SipResponse, next: () => void): void => {
    if (request.source !== 'application') next()
    else if (request.stackDialogId) unknown(request.stackDialogId)
    else setImmediate(allTold)
  }
}

/** For a message after which nothing depends on its fate. */
const ignore = (): void => undefined
