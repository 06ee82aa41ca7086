import type { Request, Response } from './message/message.ts'
import type { Tally } from './tally.ts'
import type { Transport } from './transport/hop.ts'

const methods = new Set(
  'INVITE ACK BYE CANCEL REGISTER OPTIONS INFO MESSAGE UPDATE PRACK REFER NOTIFY SUBSCRIBE PUBLISH'.split(
    ' ',
  ),
)

/** Counts a message that could be read, by its method or its status. */
export function countReceived(tally: Tally, message: Request | Response, way: Transport): void {
  const what = message.kind === 'request' ? nameOf(message.method) : String(message.status)
  tally.count('messages', 'in', way, what)
}

export function countSent(tally: Tally, text: string, way: Transport): void {
  const isResponse = text.startsWith('SIP/2.0 ')
  const what = isResponse ? text.slice(8, 11) : nameOf(text.slice(0, text.indexOf(' ')))
  tally.count('messages', 'out', way, what)
}

/** A stranger may write any word. */
const nameOf = (method: string): string => (methods.has(method) ? method : 'other')
