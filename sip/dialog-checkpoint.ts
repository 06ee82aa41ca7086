import DrachtioSrf from 'drachtio-srf'
import type { MadeDialog, SipDialog } from './dialog.ts'

/** What is kept of a dialog so that another process can go on with it. */
export type DialogCheckpoint = {
  /** The edge's name for it. */
  readonly id: string
  readonly type: 'uas' | 'uac'
  readonly sip: { readonly callId: string; readonly localTag: string; readonly remoteTag: string }
  readonly local: { readonly uri: string; readonly sdp: string; readonly contact: string }
  readonly remote: { readonly uri: string; readonly sdp: string }
}

/** The part of drachtio-srf that makes dialogs, as it behaves in 5.0.29. */
type DialogMaker = new (srf: unknown, type: string, parts: object) => MadeDialog
export type RawDialogs = {
  readonly app: { readonly client?: { removeRoute(method: string): void } }
  /** The dialog has its inbox afterwards. */
  addDialog(dialog: MadeDialog): void
}

export function dialogCheckpoint(dialog: SipDialog): DialogCheckpoint {
  // The boundary to the library's inside.
  const { id, type, sip, local, remote } = dialog as unknown as DialogCheckpoint
  return { id, type, sip: { ...sip }, local: { ...local }, remote: { ...remote } }
}

/** A dialog that another process made, as if srf had: it reads all it needs from three messages, and from them only. */
export function restoreDialog(raw: RawDialogs, checkpoint: DialogCheckpoint): SipDialog {
  const { id, type, sip, local, remote } = checkpoint
  const tags = type === 'uas' ? ['remoteTag', 'localTag'] : ['localTag', 'remoteTag']
  const [from, to] = tags.map((tag) => ({ params: { tag: sip[tag as 'localTag' | 'remoteTag'] } }))
  const isUas = type === 'uas'
  const message = (uri: string, body: string, contact?: string) => ({
    method: 'INVITE',
    uri,
    body,
    stackDialogId: id,
    get: (name: string) => (name === 'Call-ID' ? sip.callId : contact),
    getParsedHeader: (name: string) => (name === 'from' ? from : name === 'to' ? to : [{ uri }]),
  })
  const ours = message(local.uri, local.sdp, local.contact)
  const theirs = message(remote.uri, remote.sdp)
  const parts = isUas
    ? { req: theirs, res: { ...ours }, sent: ours }
    : { req: ours, res: { ...theirs } }
  const dialog = new (DrachtioSrf as unknown as { Dialog: DialogMaker }).Dialog(raw, type, parts)
  // There is no connection yet.
  Object.defineProperty(dialog, 'agent', { get: () => raw.app.client })
  raw.addDialog(dialog)
  return dialog as SipDialog
}
