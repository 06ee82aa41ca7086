import type { Transport } from './hop.ts'
import type { Request, Response } from './message/message.ts'

/** What is counted since the start, and by which labels. */
export const countedBy = {
  /** Messages of SIP; `what` is the method of a request, or the status of a response. */
  messages: ['direction', 'transport', 'what'],
  /** What the guard, or the overload control, did not let in. */
  refusals: ['cause'],
  bans: ['cause'],
  /** What could not be read, or led nowhere. */
  dropped: ['reason'],
  /** Names that no name server told of, neither yes nor no. */
  lookupFailures: [],
} as const

export type Counted = keyof typeof countedBy
type LabelsOf<Names extends readonly string[]> = { [Index in keyof Names]: string }

/** Counts by labels. A label comes from a short list of ours, never from a stranger's text: it stays for ever. */
export class Counters {
  readonly #counts = new Map<Counted, Map<string, number>>()

  count<Name extends Counted>(name: Name, ...labels: LabelsOf<(typeof countedBy)[Name]>): void {
    let counts = this.#counts.get(name)
    if (!counts) this.#counts.set(name, (counts = new Map<string, number>()))
    const key = labels.join('|')
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }

  /** Of all labels together. */
  sum(name: Counted): number {
    let sum = 0
    for (const count of this.#counts.get(name)?.values() ?? []) sum += count
    return sum
  }

  /** Each with its labels, in the order of `countedBy`. */
  all(name: Counted): { readonly labels: readonly string[]; readonly count: number }[] {
    const counts = this.#counts.get(name) ?? new Map<string, number>()
    return [...counts].map(([key, count]) => ({ labels: key.split('|'), count }))
  }
}

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
