import DrachtioSrf from 'drachtio-srf'
import { type DialogCheckpoint, type RawDialogs, restoreDialog } from './dialog-checkpoint.ts'
import { openInbox, sendByeAfterAck, type SipDialog } from './dialog.ts'
import {
  type Headers,
  sendRequest,
  type SipError,
  type SipHandler,
  type SipRequest,
  type SipRequestPlan,
  type SipResponse,
  type SrfAgent,
} from './message.ts'

type CallOptions = {
  readonly headers: Headers
  readonly localSdp: string
  /** Next hop, when it is not the URI's. */
  readonly proxy?: string
}
type InviteProgress = {
  cbRequest: (error: unknown, request?: SipRequest) => void
  cbProvisional: (response: SipResponse) => void
}

/** The part of drachtio-srf that we use, as it behaves in 5.0.29; its own types are partly wrong. */
type RawSrf = RawDialogs &
  SrfAgent & {
    connect(options: object): void
    disconnect(): void
    on(event: 'connect' | 'error', listener: (error: Error | null) => void): void
    on(event: 'close' | 'reconnecting', listener: () => void): void
    use(
      method: string,
      handler: (request: SipRequest, response: SipResponse, next: () => void) => void,
    ): void
    createUAS(req: SipRequest, res: SipResponse, opts: object, made: DialogMade): void
    createUAC(uri: string, opts: CallOptions, progress: InviteProgress, made: DialogMade): void
  }

type DialogMade = (error: SipError | null | undefined, dialog?: SipDialog) => void

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

type SrfOptions = {
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

/** A dialog that is made although the INVITE was told to have failed, as when a CANCEL crosses our 200, is hung up. */
function made(make: (then: DialogMade) => void): Promise<SipDialog> {
  return new Promise((resolve, reject) => {
    let hasFailed = false
    make((error, dialog) => {
      if (dialog && hasFailed) sendByeAfterAck(dialog, {})
      else if (dialog) resolve(dialog)
      else reject(error ?? new Error('no dialog was made'))
      hasFailed = !dialog
    })
  })
}

function wrap(raw: RawSrf, outboundProxy: string | undefined): Srf {
  const way = outboundProxy === undefined ? {} : { proxy: outboundProxy }
  const addDialog = raw.addDialog.bind(raw)
  // srf calls it in the read of the socket in which it makes a dialog.
  raw.addDialog = (dialog) => {
    openInbox(dialog)
    addDialog(dialog)
  }
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
    answer: (request, response, sdp) =>
      made((then) => raw.createUAS(request, response, { localSdp: sdp }, then)),
    invite: (uri, options, progress) =>
      made((then) => raw.createUAC(uri, { ...way, ...options }, progress, then)),
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
