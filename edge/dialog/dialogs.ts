import type { Application } from './application.ts'
import type { DialogStore } from './dialog-services.ts'
import type { Dialog } from './dialog.ts'
import { forgetForks } from './forks.ts'
import { retag } from './in-dialog-request.ts'
import { endInviteUsage } from './invite-state.ts'
import { forgetOffer } from './offer.ts'
import { endReliable, forgetPracks } from './reliable-provisional.ts'
import { meetPeer } from './remote-peer.ts'
import { endSession } from './session-timer.ts'
import { removeSubscription } from './subscription.ts'

/** Every dialog alive, by the application's name and by what the network says. */
export class Dialogs implements DialogStore {
  readonly #byId = new Map<string, Dialog>()
  readonly #byLocalTag = new Map<string, Dialog>()

  get size(): number {
    return this.#byId.size
  }

  /** How many hold a call. */
  get calls(): number {
    let calls = 0
    for (const { phase } of this.#byId.values()) if (phase !== 'none') calls += 1
    return calls
  }

  add(dialog: Dialog): void {
    this.#byId.set(dialog.id, dialog)
    this.#byLocalTag.set(keyOf(dialog), dialog)
  }

  /** The call is over; subscriptions may go on in the dialog. */
  endCall(dialog: Dialog): void {
    endInviteUsage(dialog)
    endReliable(dialog)
    endSession(dialog)
    forgetForks(dialog)
    forgetPracks(dialog)
    forgetOffer(dialog)
    this.#forgetUnused(dialog)
  }

  endSubscription(dialog: Dialog, key: string): void {
    removeSubscription(dialog, key)
    this.#forgetUnused(dialog)
  }

  /** Whatever uses it. */
  remove(dialog: Dialog): void {
    for (const key of [...(dialog.subscriptions?.keys() ?? [])]) this.endSubscription(dialog, key)
    this.endCall(dialog)
  }

  /** The application chose its own tag. */
  retag(dialog: Dialog, localTag: string): void {
    this.#byLocalTag.delete(keyOf(dialog))
    retag(dialog, localTag)
    this.#byLocalTag.set(keyOf(dialog), dialog)
  }

  byId(id: string): Dialog | undefined {
    return this.#byId.get(id)
  }

  /**
   * The dialog of a request from the network: our tag is in its To, the far end's in its From. The sender becomes the far
   * end; one that no response has told of yet stays without a tag.
   */
  match(callId: string, localTag: string, remoteTag: string): Dialog | undefined {
    const dialog = this.#byLocalTag.get(keyOf({ callId, localTag }))
    if (!dialog || dialog.peer.tag === undefined || dialog.peer.tag === remoteTag) return dialog
    const fork = dialog.forks?.get(remoteTag)
    if (!fork) return undefined
    meetPeer(dialog, fork)
    return dialog
  }

  of(app: Application): Dialog[] {
    return [...this.#byId.values()].filter((dialog) => dialog.app === app)
  }

  #forgetUnused(dialog: Dialog): void {
    if (dialog.phase !== 'none' || dialog.subscriptions?.size) return
    if (this.#byId.get(dialog.id) === dialog) this.#byId.delete(dialog.id)
    if (this.#byLocalTag.get(keyOf(dialog)) === dialog) this.#byLocalTag.delete(keyOf(dialog))
  }
}

const keyOf = ({ callId, localTag }: { callId: string; localTag: string }): string =>
  `${localTag} ${callId}`
