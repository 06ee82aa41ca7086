/*
 * Reliable provisional responses, RFC 3262: first as the called side sends them (section 3), below as the calling side
 * hears them (section 4).
 *
 *   1xx with RSeq --> repeated ----- PRACK ----> acknowledged: what was held goes out
 *                        |
 *                        | 64*T1
 *                        v
 *                  INVITE refused with 504
 *
 * While one is repeated the next reliable one is held, and a 2xx too if the session depends on what was not acknowledged.
 */
import type { Request, Response } from '../message/message.ts'
import { lists, withTag } from '../message/option-tags.ts'
import { type Header, headerOf, type WithHeaders } from '../message/scan.ts'
import type { Timing } from '../transaction/sip-timers.ts'
import type {
  Dialog,
  IncomingRequest,
  PrackDue,
  ReliableResponse,
  RemotePeer,
  Writing,
} from './dialog.ts'
import { heardReliable } from './remote-peer.ts'
import { retransmitResponse } from './retransmit-response.ts'

/** The application asks for it, or the caller demands it of every 1xx but 100. */
export function isToBeReliable(request: Request, message: WithHeaders, status: number): boolean {
  if (request.method !== 'INVITE' || status <= 100 || status >= 200) return false
  return lists(message, 'require', '100rel') || lists(request, 'require', '100rel')
}

/** Whether a response has to wait for the PRACK of one before. */
export function mustWait({ dialog }: IncomingRequest, status: number, reliably: boolean): boolean {
  const before = dialog?.reliable
  if (!before || before.isAcknowledged || status >= 300) return false
  return reliably || (status >= 200 && (before.hasSdp || before.held.length > 0))
}

/** The headers that make a response reliable. */
export function reliableHeaders(rseq: number, headers: readonly Header[]): readonly Header[] {
  const own = headers.filter(({ key }) => key !== 'rseq')
  return withTag([{ name: 'RSeq', key: 'rseq', value: String(rseq) }, ...own], 'Require', '100rel')
}

/** It starts anywhere and rises by one. */
export function nextRSeq({ dialog, request }: IncomingRequest): number {
  const before = dialog?.reliable
  return before?.cseq === request.cseq ? before.rseq + 1 : 1 + Math.floor(Math.random() * 0xffff)
}

type SentReliable = {
  readonly text: string
  readonly hasSdp: boolean
  /** No PRACK came within 64*T1. */
  readonly giveUp: () => void
}

/** The response is out: repeat it until its PRACK comes. */
export function startReliable(
  timing: Timing,
  { request, dialog, transaction }: IncomingRequest,
  rseq: number,
  { text, hasSdp, giveUp }: SentReliable,
): void {
  if (!dialog) return
  const stop = retransmitResponse(timing, {
    again: () => transaction.hop.send(text),
    longest: Infinity,
    giveUp,
  })
  const held: (() => void)[] = []
  setReliable(dialog, {
    cseq: request.cseq,
    rseq,
    hasSdp,
    isAcknowledged: false,
    held,
    stop: () => {
      stop()
      for (const goOn of held.splice(0)) goOn()
    },
  })
}

/** Whether a PRACK names the response that waits for it; a second PRACK is for nothing. */
export function acknowledges(prack: Request, { reliable }: Dialog): boolean {
  const [, rseq, cseq] = /^(\d+)\s+(\d+)\s+INVITE$/.exec(headerOf(prack, 'rack') ?? '') ?? []
  if (!reliable || reliable.isAcknowledged) return false
  return Number(rseq) === reliable.rseq && Number(cseq) === reliable.cseq
}

function setReliable(dialog: Writing<'reliable'>, reliable: ReliableResponse): void {
  dialog.reliable = reliable
}

/** Its PRACK has come; whoever waits goes on when it is stopped. */
export function noteAcknowledged(dialog: Writing<'reliable'>): void {
  const { reliable } = dialog
  if (reliable) dialog.reliable = { ...reliable, isAcknowledged: true }
}

/** The INVITE is over. */
export function endReliable(dialog: Writing<'reliable'>): void {
  dialog.reliable?.stop()
  dialog.reliable = undefined
}

/** False: a repeat, or one that came before its turn and will come again. A first one awaits the application's PRACK. */
export function isFirstReceived(
  dialog: Writing<'prackDue'>,
  peer: RemotePeer,
  response: Response,
): boolean {
  const { cseq } = response
  const rseq = Number(headerOf(response, 'rseq') ?? '')
  if (!Number.isInteger(rseq) || rseq <= 0 || response.toTag === undefined) return true
  const last = peer.reliable
  if (last?.cseq === cseq && rseq !== last.rseq + 1) return false
  heardReliable(peer, { cseq, rseq })
  dialog.prackDue = [...(dialog.prackDue ?? []), { rseq, cseq, peer }]
  return true
}

/** The response that the application's PRACK means; forks may use the same numbers, then it is the first of them. */
export function takePrackDue(
  dialog: Writing<'prackDue'>,
  message: WithHeaders,
): PrackDue | undefined {
  const rseq = Number.parseInt(headerOf(message, 'rack') ?? '', 10)
  const due = dialog.prackDue?.find((each) => each.rseq === rseq)
  if (due) dialog.prackDue = dialog.prackDue?.filter((each) => each !== due)
  return due
}

/** No response of the INVITE can come any more. */
export function forgetPracks(dialog: Writing<'prackDue'>): void {
  dialog.prackDue = undefined
}
