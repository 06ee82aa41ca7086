import DrachtioSrf from 'drachtio-srf'

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
  /** Only for an INVITE that we sent. */
  cancel(options: { headers: Headers }, callback: (error: unknown) => void): void
}

export interface SipResponse extends SipMessage {
  readonly status: number
  send(status: number, content?: { headers?: Headers; body?: string }): void
}

/** An INVITE dialog. An event without a listener is answered 200 by srf, but for `destroy` and `ack`. */
export interface Dialog {
  once(event: 'ack', listener: () => void): void
  /** The far end's BYE, or one that the edge made (`request.source` is `application`). */
  once(event: 'destroy', listener: (request: SipRequest) => void): void
  on(
    event: 'info' | 'modify' | 'refer' | 'update' | 'message',
    listener: (request: SipRequest, response: SipResponse) => void,
  ): void
  /** Sends BYE. Rejects when the edge knows the dialog no more. */
  destroy(options: { headers: Headers }): Promise<unknown>
  /** What we said last. */
  readonly local: { sdp: string }
  readonly remote: { readonly sdp: string }
  /** Sends a re-INVITE; to be used by `modify` below only. */
  modify(offer: string): Promise<string>
  /** Every request inside the dialog passes here first. */
  handle(request: SipRequest, response: SipResponse): void
}

/** srf counts re-INVITEs, so that each waits for the one before. */
type Counting = { readonly _reinvitesInProgress: { count: number } }

/** Sends a re-INVITE; gives the answer. Rejects with a SipError when the far end refuses. */
export async function modify(dialog: Dialog, offer: string): Promise<string> {
  const before = dialog.local.sdp
  try {
    return await dialog.modify(offer)
  } catch (error) {
    dialog.local.sdp = before
    // After a refusal srf forgets to count down, and every later offer would wait for ever.
    // The boundary to the library's inside.
    if (statusOf(error) !== undefined)
      (dialog as unknown as Counting)._reinvitesInProgress.count -= 1
    throw error
  }
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

export type Handler = (request: SipRequest, response: SipResponse) => void

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
type Progress = {
  cbRequest: (error: unknown, request?: SipRequest) => void
  cbProvisional: (response: SipResponse) => void
}

/** The part of drachtio-srf that we use, as it behaves in 5.0.29; its own types are partly wrong. */
interface RawSrf {
  connect(options: object): void
  disconnect(): void
  on(event: 'connect' | 'error', listener: (error: Error | null) => void): void
  on(event: 'close' | 'reconnecting', listener: () => void): void
  use(method: string, handler: Handler): void
  createUAS(req: SipRequest, res: SipResponse, opts: object): Promise<Dialog>
  createUAC(uri: string, opts: CallOptions, progress: Progress): Promise<Dialog>
  request(options: object, callback: (error: unknown) => void): void
}

export type Srf = {
  handle(method: string, handler: Handler): void
  /** 200 with SDP; rejects when the INVITE was cancelled meanwhile. */
  answer(request: SipRequest, response: SipResponse, sdp: string): Promise<Dialog>
  /** INVITE; rejects with a SipError. srf sends the ACK. */
  invite(uri: string, options: CallOptions, progress: Progress): Promise<Dialog>
  /** BYE for a dialog that srf did not make into a Dialog. */
  bye(stackDialogId: string, headers: Headers): void
  close(): void
}

export type SrfOptions = {
  readonly host: string
  readonly port: number
  readonly secret: string
  /** Next hop of an INVITE that names none. */
  readonly outboundProxy?: string | undefined
  /** The edge is gone, and every dialog with it; srf connects again by itself. */
  readonly onLost: () => void
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
    const { host, port, secret } = options
    raw.connect({ host, port, secret, reconnect: { retryMaxDelay: 1000 } })
  })
}

function wrap(raw: RawSrf, outboundProxy: string | undefined): Srf {
  const way = outboundProxy === undefined ? {} : { proxy: outboundProxy }
  let isClosed = false
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
    bye: (stackDialogId, headers) => {
      // The edge knows the remote target.
      raw.request({ uri: 'sip:placeholder', method: 'BYE', stackDialogId, headers }, ignore)
    },
    close: () => {
      isClosed = true
      disconnect()
    },
  }
}

/** For a message after which nothing depends on its fate. */
const ignore = (): void => undefined
