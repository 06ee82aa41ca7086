import type { Response } from '../message/message.ts'
import { type Header, headerOf } from '../message/scan.ts'
import type { Dialog, PrackDue } from './dialog.ts'
import type { RemotePeer } from './remote-peer.ts'

/*
 * Reliable provisional responses as the calling side hears them, RFC 3262 section 4.
 */

/** False: a repeat, or one that came before its turn and will come again. A first one awaits the application's PRACK. */
export function isFirstReceived(dialog: Dialog, peer: RemotePeer, response: Response): boolean {
  const { cseq } = response
  const rseq = Number(headerOf(response, 'rseq') ?? '')
  if (!Number.isInteger(rseq) || rseq <= 0 || response.toTag === undefined) return true
  const last = peer.reliable
  if (last?.cseq === cseq && rseq !== last.rseq + 1) return false
  peer.reliable = { cseq, rseq }
  dialog.prackDue ??= []
  dialog.prackDue.push({ rseq, cseq, peer })
  return true
}

/** The response that the application's PRACK means; forks may use the same numbers, then it is the first of them. */
export function takePrackDue(
  dialog: Dialog,
  message: { headers: readonly Header[] },
): PrackDue | undefined {
  const rseq = Number.parseInt(headerOf(message, 'rack') ?? '', 10)
  const at = dialog.prackDue?.findIndex((due) => due.rseq === rseq) ?? -1
  return at === -1 ? undefined : dialog.prackDue?.splice(at, 1)[0]
}
