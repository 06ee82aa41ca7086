import type { EdgeContext } from '../app/edge-context.ts'
import { countReceived } from '../counters.ts'
import type { Hop } from '../hop.ts'
import { type Flaw, parseMessage } from '../message/message.ts'
import { responseText } from '../message/response-text.ts'
import { makeToken } from '../message/token.ts'
import { receiveRequest } from './receive-request.ts'

/** Everything that comes from the network, whatever it is. Never throws. */
export function receive(edge: EdgeContext, text: string, hop: Hop): void {
  try {
    take(edge, text, hop)
  } catch (error) {
    edge.onBug(error)
  }
}

function take(edge: EdgeContext, text: string, hop: Hop): void {
  const message = parseMessage(text, hop.address, hop.port)
  if (message.kind === 'flaw') {
    refuseFlawed(edge, message, hop)
    return
  }
  countReceived(edge.counters, message, hop.transport)
  if (message.kind === 'request') receiveRequest(edge, message, hop)
  else if (!edge.transactions.takesResponse(message))
    edge.counters.count('dropped', 'Stray Response')
}

/** A request that can't be read is answered where that is possible, without any state, RFC 3261 section 8.2. */
function refuseFlawed(edge: EdgeContext, { reason, status, headers }: Flaw, hop: Hop): void {
  edge.counters.count('dropped', reason)
  if (!edge.guard.mayAnswerFlaw(hop) || !headers) return
  const { local } = hop
  hop.send(responseText({ headers }, { status, reason, toTag: makeToken(13), local }))
}
