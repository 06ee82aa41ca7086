/** Reasons for not being ready that the centre gives by itself; all others are chosen by the person. */
export type OwnReason =
  'logged-on' | 'no-answer' | 'busy' | 'rejected' | 'unreachable' | 'connection-lost'

const missed: readonly string[] = [
  'no-answer',
  'busy',
  'rejected',
  'unreachable',
] satisfies OwnReason[]

/** The agent was offered a call and did not take it. */
export const isMiss = (reason: string | undefined) =>
  reason !== undefined && missed.includes(reason)
