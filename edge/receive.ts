import type { Hop } from './transport/hop.ts'
import { parseMessage, type Flaw } from './message/message.ts'
import { responseText } from './message/response-text.ts'
import { drop, type Switchboard } from './switchboard.ts'
import { receiveRequest } from './dialog/uas.ts'
import { countReceived } from './traffic.ts'
import { makeToken } from './message/token.ts'

/** Everything that comes from the network, whatever it is. Never throws. */
export function receive(board: Switchboard, text: string, hop: Hop): void {
  try {
    take(board, text, hop)
  } catch (error) {
    board.onBug(error)
  }
}

function take(board: Switchboard, text: string, hop: Hop): void {
  const message = parseMessage(text, hop.address, hop.port)
  if (message.kind === 'flaw') {
    refuseFlawed(board, message, hop)
    return
  }
  countReceived(board.tally, message, hop.transport)
  if (message.kind === 'request') receiveRequest(board, message, hop)
  else if (!board.transactions.takesResponse(message)) drop(board, 'Stray Response')
}

/** A request that can't be read is answered where that is possible, without any state, RFC 3261 section 8.2. */
function refuseFlawed(board: Switchboard, { reason, status, headers }: Flaw, hop: Hop): void {
  drop(board, reason)
  if (!board.guard.mayAnswerFlaw(hop) || !headers) return
  const { local } = hop
  hop.send(responseText({ headers }, { status, reason, toTag: makeToken(13), local }))
}
