import { fromNetwork } from '../app/app-frame.ts'
import {
  endInvite,
  forget,
  respondPlainly,
  servedKey,
  tellCancelled,
  type Served,
} from './served.ts'
import { lists } from './option-tags.ts'
import { responseText } from '../message/response-text.ts'
import type { Switchboard } from '../switchboard.ts'
import type { SipTimers } from '../transaction/sip-timers.ts'

/** Gives a request to its application, and answers in its stead should it stay silent. */
export function serve(board: Switchboard, served: Served, isNew: boolean): void {
  const { request, transaction, app, id } = served
  board.served.set(servedKey(id, request.method), served)
  awaitAnswer(board, served)
  const dialog = isNew ? '' : (served.dialog?.id ?? '')
  app.send(fromNetwork(request.text, transaction.hop, id, dialog, isNew))
}

/** A little less than the 64*T1 after which the sender gives up. */
const patienceOf = ({ t1 }: SipTimers): number => 60 * t1
/** When a client's timer E has grown to T2: RFC 4320 section 4.1 wants a 100 then, and none before. */
const quietOf = ({ t1, t2 }: SipTimers): number => t2 - t1

function awaitAnswer(board: Switchboard, served: Served): void {
  const { clock, timers } = board.timing
  const { request, transaction } = served
  if (request.method === 'INVITE') {
    served.patience = clock.after(patienceOf(timers), () => {
      endInvite(board, served, 408, 'Request Timeout')
      tellCancelled(served, 'SIP;cause=408;text="the application is silent"')
    })
    return
  }
  served.patience = clock.after(quietOf(timers), () => {
    if (transaction.state === 'trying') respondPlainly(request, transaction, 100, 'Trying')
    served.patience = clock.after(patienceOf(timers) - quietOf(timers), () =>
      answerForApp(board, served),
    )
  })
}

/** RFC 4320 section 4.2 forbids 408 here. A BYE has done its work whatever the application thinks. */
function answerForApp(board: Switchboard, served: Served): void {
  const { request, transaction, toTag } = served
  forget(board, served)
  if (request.method === 'BYE') respondPlainly(request, transaction, 200, 'OK', toTag)
  else respondPlainly(request, transaction, 503, 'Service Unavailable', toTag)
}

/** Proxies cancel an INVITE that has not been heard of for three minutes, RFC 3261 section 13.3.1.1. */
const RINGING_MS = 60_000

/** The application has said something provisional: it may take its time, and the caller's side is told each minute. */
export function keepRinging(board: Switchboard, served: Served, status: number, reason: string) {
  const { request, transaction, toTag, dialog } = served
  served.patience?.cancel()
  // Such a caller must not hear an unreliable one.
  if (lists(request, 'require', '100rel')) return
  const { local } = transaction.hop
  const again = () => {
    const tag = dialog?.localTag ?? toTag
    transaction.hop.send(responseText(request, { status, reason, toTag: tag, local }))
    served.patience = board.timing.clock.after(RINGING_MS, again)
  }
  served.patience = board.timing.clock.after(RINGING_MS, again)
}
