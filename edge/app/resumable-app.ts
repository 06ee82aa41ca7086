import type { Timer } from '../clock/timer-wheel.ts'
import type { Dialog } from '../dialog/dialog.ts'
import { unsolicited } from './app-frame.ts'
import type { AppLink, Resumable } from './apps.ts'
import { DrachtioApplication } from './drachtio-application.ts'
import type { EdgeContext } from './edge-context.ts'
import { orphanRequests, releaseApp } from './release-app.ts'

/*
 *          its connection ends           nobody comes in time
 *   there ---------------------> away -------------------------> released: as any application
 *     ^                           |
 *     +---------------------------+
 *         the next process that bears the same name
 *
 * An application that may outlive its process. Its calls stay as they are while it is away; what is for it waits, and
 * so do the callers. Whoever takes its place is first given what nobody has answered, then told which dialogs are there.
 */
export class ResumableApp extends DrachtioApplication implements Resumable {
  readonly #edge: EdgeContext
  #link: AppLink | undefined
  /** Frames in order, for the next process. */
  #waiting: string[] = []
  #grace: Timer | undefined
  #wasAway = false

  constructor(edge: EdgeContext) {
    super()
    this.#edge = edge
  }

  send(payload: string): void {
    if (this.#link) this.#link.send(payload)
    else this.#waiting.push(payload)
  }

  /** From now on it is served by this connection. */
  attach(link: AppLink): void {
    const former = this.#link
    if (former) this.leave(former, Infinity)
    former?.drop()
    this.#grace?.cancel()
    this.#grace = undefined
    this.#link = link
    for (const payload of this.#waiting.splice(0)) link.send(payload)
    if (this.#wasAway) this.#tellDialogs(link)
  }

  /** The connection is gone; the next process may come within `graceMs`, and all ends when it does not. */
  leave(link: AppLink, graceMs: number): void {
    if (this.#link !== link) return
    this.#link = undefined
    this.#wasAway = true
    if (graceMs <= 0 || !this.#takesCalls()) {
      this.#release()
      return
    }
    for (const { request, transaction, app, dialog } of this.#edge.incoming.values()) {
      if (app !== this) continue
      const isNew = request.toTag === undefined
      const id = isNew ? '' : (dialog?.id ?? '')
      this.request(
        request.text,
        transaction.hop,
        { transactionId: transaction.id, dialogId: id },
        isNew,
      )
    }
    orphanRequests(this.#edge, this)
    if (graceMs === Infinity) return
    this.#grace = this.#edge.timing.clock.after(graceMs, () => this.#release())
  }

  /** The edge itself stops: nobody is waited for. */
  giveUp(): void {
    this.#grace?.cancel()
    if (this.#link === undefined) this.#release()
  }

  /** One that has taken back its routes leaves on purpose. */
  #takesCalls(): boolean {
    return this.routes.has('invite')
  }

  #release(): void {
    this.#waiting = []
    releaseApp(this.#edge, this)
  }

  #tellDialogs(link: AppLink): void {
    const dialogs = this.#edge.dialogs.of(this).filter(({ phase }) => phase === 'confirmed')
    for (const dialog of dialogs)
      link.send(unsolicited(resumedDialogText(dialog), dialog.peer.hop, dialog.id))
    link.send(unsolicited(allResumedText, this.#edge.nextHops.nowhere, ''))
    if (dialogs.length > 0)
      this.#edge.log({ dialogs: dialogs.length }, 'dialogs handed to the next process')
  }
}

/**
 * Tells that this dialog is there, as an OPTIONS that the edge itself sent in it; `acknowledged` when no ACK is awaited.
 * An application that does not know the dialog ends it.
 */
const resumedDialogText = ({ peer, local, callId, localSeq, awaitedAck }: Dialog): string =>
  [
    `OPTIONS ${peer.target} SIP/2.0`,
    `From: ${local}`,
    `To: ${peer.to}`,
    `Call-ID: ${callId}`,
    `CSeq: ${localSeq} OPTIONS`,
    `X-Callwright-Kept: ${awaitedAck === undefined ? 'acknowledged' : 'unacknowledged'}`,
    'Content-Length: 0\r\n\r\n',
  ].join('\r\n')

/** All dialogs are told: any other is no more. */
const allResumedText = [
  'OPTIONS sip:edge SIP/2.0',
  'From: <sip:edge>',
  'To: <sip:edge>',
  'Call-ID: kept',
  'CSeq: 1 OPTIONS',
  'X-Callwright-Kept: all-told',
  'Content-Length: 0\r\n\r\n',
].join('\r\n')
