import { lists } from '../message/option-tags.ts'
import { responseText } from '../message/response-text.ts'
import { respondPlainly } from '../transaction/respond.ts'
import type { SipTimers } from '../transaction/sip-timers.ts'
import type { DialogServices } from './dialog-services.ts'
import type { IncomingRequest } from './dialog.ts'
import { endInvite, forget, incomingKey, tellCancelled } from './incoming-request.ts'

/** Gives a request to its application, and answers in its stead should it stay silent. */
export function giveToApplication(
  edge: DialogServices,
  incoming: IncomingRequest,
  isNew: boolean,
): void {
  const { request, transaction, app, id } = incoming
  edge.incoming.set(incomingKey(id, request.method), incoming)
  awaitAnswer(edge, incoming)
  const dialog = isNew ? '' : (incoming.dialog?.id ?? '')
  app.request(request.text, transaction.hop, { transactionId: id, dialogId: dialog }, isNew)
}

/** A little less than the 64*T1 after which the sender gives up. */
const patienceOf = ({ t1 }: SipTimers): number => 60 * t1
/** When a client's timer E has grown to T2: RFC 4320 section 4.1 wants a 100 then, and none before. */
const quietOf = ({ t1, t2 }: SipTimers): number => t2 - t1

function awaitAnswer(edge: DialogServices, incoming: IncomingRequest): void {
  const { clock, timers } = edge.timing
  const { request, transaction } = incoming
  if (request.method === 'INVITE') {
    incoming.patience = clock.after(patienceOf(timers), () => {
      endInvite(edge, incoming, 408, 'Request Timeout')
      tellCancelled(incoming, 'SIP;cause=408;text="the application is silent"')
    })
    return
  }
  incoming.patience = clock.after(quietOf(timers), () => {
    if (transaction.state === 'trying') respondPlainly(request, transaction, 100, 'Trying')
    incoming.patience = clock.after(patienceOf(timers) - quietOf(timers), () =>
      answerForApp(edge, incoming),
    )
  })
}

/** RFC 4320 section 4.2 forbids 408 here. A BYE has done its work whatever the application thinks. */
function answerForApp(edge: DialogServices, incoming: IncomingRequest): void {
  const { request, transaction, toTag } = incoming
  forget(edge, incoming)
  if (request.method === 'BYE') respondPlainly(request, transaction, 200, 'OK', toTag)
  else respondPlainly(request, transaction, 503, 'Service Unavailable', toTag)
}

/** Proxies cancel an INVITE that has not been heard of for three minutes, RFC 3261 section 13.3.1.1. */
const ringingMs = 60_000

/** The application has said something provisional: it may take its time, and the caller's side is told each minute. */
export function keepRinging(
  edge: DialogServices,
  incoming: IncomingRequest,
  status: number,
  reason: string,
) {
  const { request, transaction, toTag, dialog } = incoming
  incoming.patience?.cancel()
  // A caller who requires 100rel must not be sent an unreliable provisional response (RFC 3262 3).
  if (lists(request, 'require', '100rel')) return
  const { local } = transaction.hop
  const again = () => {
    const tag = dialog?.localTag ?? toTag
    transaction.hop.send(responseText(request, { status, reason, toTag: tag, local }))
    incoming.patience = edge.timing.clock.after(ringingMs, again)
  }
  incoming.patience = edge.timing.clock.after(ringingMs, again)
}
