/** How a leg's sound arrived, over its whole life; made from RTP and RTCP (RFC 3550), judged by ITU-T G.107. */
export type LegQuality = {
  /** The party's codec, such as `PCMU`. */
  readonly codec: string
  /** RTP packets that came; that were missing; that came too late to be heard. */
  readonly received: number
  readonly lost: number
  readonly late: number
  /** Interarrival jitter, RFC 3550 section 6.4.1. */
  readonly jitterMs: number
  /** From reception reports (section 6.4.1); absent where the party sends none. */
  readonly roundTripMs?: number
  /** The share of our packets that did not reach the party, as it reports: 0 to 1. */
  readonly farLost?: number
  readonly farJitterMs?: number
  /** While the leg lasts, of the last ten seconds; at its end, of all. Transmission rating 0 to 93, and the listener's opinion that follows from it, 1 to 4.5. */
  readonly rFactor: number
  readonly mos: number
}

/** What a listener would say, by the R-factor's categories of ITU-T G.109. */
export const qualityGrades = ['good', 'fair', 'poor', 'bad'] as const
export type QualityGrade = (typeof qualityGrades)[number]

/** `good` at 80 and more (most are satisfied), `fair` at 70, `poor` at 60, else `bad`. */
export function gradeOf({ rFactor }: Pick<LegQuality, 'rFactor'>): QualityGrade {
  if (rFactor >= 80) return 'good'
  if (rFactor >= 70) return 'fair'
  return rFactor >= 60 ? 'poor' : 'bad'
}
