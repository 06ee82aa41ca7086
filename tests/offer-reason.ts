import type { OfferReason } from '../core/offer-reason.ts'

/** A decision with nothing unusual in it. */
export const someReason: OfferReason = {
  policy: 'plain',
  rule: 'longest-idle',
  found: 'agent',
  waitedMs: 1000,
  idleMs: 2000,
  points: 1,
  relaxed: 0,
  able: 1,
  idle: 1,
  waiting: 1,
  passedAgents: [],
  passedContacts: [],
}
