import type { Response } from '../message/message.ts'
import type { Header } from '../message/scan.ts'

/** Within 4xx these tell the caller how to do better, RFC 3261 section 16.7 step 6. */
const helpful = [401, 407, 415, 420, 484]

/** The final response that is passed on when no target has accepted: 6xx before all, else the lowest class. */
export function bestResponse(finals: readonly Response[]): Response | undefined {
  return [...finals].sort((one, other) => rankOf(one.status) - rankOf(other.status))[0]
}

const rankOf = (status: number): number => {
  if (status >= 600) return 0
  // What a proxy or a dead target said of itself says the least.
  if (status === 503 || status === 408) return 600 + status / 1000
  const help = helpful.indexOf(status)
  return Math.floor(status / 100) * 100 + (help === -1 ? helpful.length : help) + status / 1000
}

/** Challenges of all who refused, so that the caller can answer every one, RFC 3261 section 16.7 step 7. */
export function otherChallenges(best: Response, finals: readonly Response[]): readonly Header[] {
  if (best.status !== 401 && best.status !== 407) return []
  return finals
    .filter((final) => final !== best && (final.status === 401 || final.status === 407))
    .flatMap(({ headers }) =>
      headers.filter(({ key }) => key === 'www-authenticate' || key === 'proxy-authenticate'),
    )
}
