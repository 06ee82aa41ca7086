import type { RoutedContact } from './state.ts'

type KnownContact = Pick<RoutedContact, 'id' | 'from' | 'policy' | 'since' | 'seq' | 'joinedAt'>

/** Sets every field in the same order, so that equal states are equal bytes in a snapshot. */
export const createRoutedContact = (
  known: KnownContact & Partial<RoutedContact>,
): RoutedContact => ({
  id: known.id,
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
  preferred: known.preferred,
  told: known.told,
  announceAt: known.announceAt,
  forecast: known.forecast,
  callback: known.callback,
})
