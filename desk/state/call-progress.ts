import type { Text } from '../../core/language.ts'
import type { ContactView } from '../../cti/protocol.ts'
import type { WebCallState } from './web-call-state.ts'

/** Where the customer stands, as it is told on the page. */
export type CallProgress =
  | { readonly at: 'before' | 'asking' | 'connecting' }
  | { readonly at: 'menu'; readonly label?: Text; readonly since: number }
  /** Position and wait as the caller was told them last. */
  | {
      readonly at: 'waiting'
      readonly position?: number
      readonly waitSeconds?: number
      readonly since: number
    }
  | { readonly at: 'ringing'; readonly since: number }
  | { readonly at: 'talking' | 'held'; readonly since: number }
  /** Told why nobody can come; asked for a message. */
  | { readonly at: 'leaving' | 'message'; readonly since: number }
  | { readonly at: 'after'; readonly talkedMs: number }
  | { readonly at: 'refused'; readonly reason: string }

const inMenu = (contact: ContactView): CallProgress => {
  const label = contact.path.at(-1)?.label
  return { at: 'menu', since: contact.arrivedAt, ...(label && { label }) }
}

const inQueue = (contact: ContactView): CallProgress => {
  const since = contact.queuedAt ?? contact.since
  if (contact.phase === 'offered') return { at: 'ringing', since }
  const { position, waitSeconds } = contact.told ?? {}
  return {
    at: 'waiting',
    since,
    ...(position !== undefined && { position }),
    ...(waitSeconds !== undefined && { waitSeconds }),
  }
}

const inTalk = (contact: ContactView): CallProgress =>
  contact.held
    ? { at: 'held', since: contact.heldSince ?? contact.since }
    : { at: 'talking', since: contact.connectedAt ?? contact.since }

function whileOpen(since: number, contact: ContactView | undefined): CallProgress {
  if (contact === undefined) return { at: 'menu', since }
  switch (contact.phase) {
    case 'waiting':
    case 'offered':
      return inQueue(contact)
    case 'talking':
      return inTalk(contact)
    case 'diverted':
      return { at: 'talking', since: contact.since }
    case 'parted':
    case 'consulting':
      return { at: 'held', since: contact.since }
    case 'diverting':
      return { at: 'ringing', since: contact.since }
    case 'leavingMessage':
      return { at: 'message', since: contact.since }
    case 'leaving':
      return { at: 'leaving', since: contact.since }
    default:
      return inMenu(contact)
  }
}

/** The line says whether there is a call at all; the centre's view says how far it has come. */
export function callProgress(line: WebCallState, contact: ContactView | undefined): CallProgress {
  switch (line.is) {
    case 'idle':
      return { at: 'before' }
    case 'open':
      return whileOpen(line.since, contact)
    case 'over':
      return { at: 'after', talkedMs: line.talkedMs }
    case 'refused':
      return { at: 'refused', reason: line.reason }
    default:
      return { at: line.is }
  }
}

export const isInCall = ({ at }: CallProgress) =>
  at !== 'before' && at !== 'after' && at !== 'refused'
