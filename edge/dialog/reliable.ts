/*
 * Reliable provisional responses as the called side sends them, RFC 3262 section 3.
 *
 *   1xx with RSeq --> repeated ----- PRACK ----> acknowledged: what was held goes out
 *                        |
 *                        | 64*T1
 *                        v
 *                  INVITE refused with 504
 *
 * While one is repeated the next reliable one is held, and a 2xx too if the session depends on what was not acknowledged.
 */
import type { Request } from '../message/message.ts'
import { lists, withTag } from '../message/option-tags.ts'
import { type Header, headerOf } from '../message/scan.ts'
import type { DialogServices } from './dialog-services.ts'
import { endInvite, type IncomingRequest, tellCancelled } from './incoming-request.ts'
import { retransmitResponse } from './retransmit-response.ts'

export type Reliable = {
  /** Of the INVITE. */
  readonly cseq: number
  readonly rseq: number
  readonly hasSdp: boolean
  isAcknowledged: boolean
  /** Responses that wait their turn. */
  readonly held: (() => void)[]
  /** No more repeats; whoever waits goes on. */
  stop(): void
}

/** The application asks for it, or the caller demands it of every 1xx but 100. */
export function isToBeReliable(
  request: Request,
  message: { headers: readonly Header[] },
  status: number,
): boolean {
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

/** The response is out: repeat it until its PRACK comes. */
export function startReliable(
  edge: DialogServices,
  incoming: IncomingRequest,
  rseq: number,
  { text, hasSdp }: { readonly text: string; readonly hasSdp: boolean },
): void {
  const { request, dialog, transaction } = incoming
  if (!dialog) return
  const stop = retransmitResponse(edge.timing, {
    again: () => transaction.hop.send(text),
    longest: Infinity,
    giveUp: () => {
      endInvite(edge, incoming, 504, 'Provisional Response Not Acknowledged')
      tellCancelled(incoming, 'SIP;cause=504;text="no PRACK"')
    },
  })
  const held: (() => void)[] = []
  dialog.reliable = {
    cseq: request.cseq,
    rseq,
    hasSdp,
    isAcknowledged: false,
    held,
    stop: () => {
      stop()
      for (const goOn of held.splice(0)) goOn()
    },
  }
}

/** Whether a PRACK names the response that waits for it; a second PRACK is for nothing. */
export function acknowledges(prack: Request, reliable: Reliable | undefined): boolean {
  const [, rseq, cseq] = /^(\d+)\s+(\d+)\s+INVITE$/.exec(headerOf(prack, 'rack') ?? '') ?? []
  if (!reliable || reliable.isAcknowledged) return false
  return Number(rseq) === reliable.rseq && Number(cseq) === reliable.cseq
}
