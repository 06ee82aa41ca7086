import type { Customer } from '../state.ts'

type Known = Pick<Customer, 'contact' | 'from' | 'policy' | 'since' | 'seq' | 'joinedAt'>

/** Every field in one order, whatever is known of it. */
export const createCustomer = (known: Known & Partial<Customer>): Customer => ({
  contact: known.contact,
  from: known.from,
  policy: known.policy,
  channel: known.channel ?? 'voice',
  skills: known.skills ?? {},
  priority: known.priority,
  queue: known.queue,
  since: known.since,
  seq: known.seq,
  joinedAt: known.joinedAt,
  limitFrom: known.limitFrom ?? known.joinedAt,
  relaxed: known.relaxed ?? 0,
  entry: undefined,
  through: known.through ?? [],
  wish: known.wish,
  told: known.told,
  announceAt: known.announceAt,
  forecast: known.forecast,
  callback: known.callback,
})
