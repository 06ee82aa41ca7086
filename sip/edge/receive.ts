import type { Hop } from './transport/hop.ts'
import { headerOf, parseMessage, type Flaw } from './message/message.ts'
import { responseText } from './message/response-text.ts'
import { drop, type Switchboard } from './switchboard.ts'
import { receiveRequest } from './dialog/uas.ts'
import { makeToken } from './message/token.ts'
import { parseVia } from './message/via.ts'

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
  if (message.kind === 'flaw') refuseFlawed(board, message, hop)
  else if (message.kind === 'request') receiveRequest(board, message, hop)
  else if (!board.transactions.takesResponse(message)) drop(board, 'stray response')
}

/** A request that can't be read is answered where that is possible, without any state, RFC 3261 section 8.2. */
function refuseFlawed(board: Switchboard, flaw: Flaw, hop: Hop): void {
  drop(board, flaw.reason)
  if (!board.guard.mayAnswerFlaw(hop)) return
  const { headers } = flaw
  if (!headers || !parseVia(headerOf({ headers }, 'via') ?? '')) return
  if (/\bACK\b/i.test(headerOf({ headers }, 'cseq') ?? '')) return
  const reason = flaw.status === 505 ? 'Version Not Supported' : 'Bad Request'
  const { status } = flaw
  const { local } = hop
  hop.send(responseText({ headers }, { status, reason, toTag: makeToken(13), local }))
}
