import type { Counters } from './counters.ts'
import type { Transport } from './hop.ts'
import type { Request, Response } from './message/message.ts'

const methods = new Set(
  'INVITE ACK BYE CANCEL REGISTER OPTIONS INFO MESSAGE UPDATE PRACK REFER NOTIFY SUBSCRIBE PUBLISH'.split(
    ' ',
  ),
)

/** Counts a message that could be read, by its method or its status. */
export function countReceived(
  counters: Counters,
  message: Request | Response,
  transport: Transport,
): void {
  const what = message.kind === 'request' ? nameOf(message.method) : String(message.status)
  counters.count('messages', 'in', transport, what)
}

export function countSent(counters: Counters, text: string, transport: Transport): void {
  const isResponse = text.startsWith('SIP/2.0 ')
  const what = isResponse ? text.slice(8, 11) : nameOf(text.slice(0, text.indexOf(' ')))
  counters.count('messages', 'out', transport, what)
}

/** A stranger may write any word. */
const nameOf = (method: string): string => (methods.has(method) ? method : 'other')
