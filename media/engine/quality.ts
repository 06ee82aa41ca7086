import type { LegQuality } from '../../core/leg-quality.ts'
import type { CodecName } from './codecs/codec.ts'

/** What a codec costs, and how well it bears loss: Ie and Bpl of ITU-T G.113 appendix I. */
type Impairment = { readonly equipment: number; readonly robustness: number }

/**
 * G.711 with concealment: G.113 table I.3. G.722 is heard here at 8 kHz, so its wide band is neither gained nor lost;
 * concealed as G.711 is. Opus hides loss at least as well as the best that the table knows.
 */
const impairments: Readonly<Record<CodecName, Impairment>> = {
  pcmu: { equipment: 0, robustness: 25.1 },
  pcma: { equipment: 0, robustness: 25.1 },
  g722: { equipment: 0, robustness: 25.1 },
  opus: { equipment: 0, robustness: 25.1 },
}

/** R of a call with nothing wrong, by the default values of ITU-T G.107. */
const bestRating = 93.2

/** ITU-T G.107 with its default values; `lost` is the share that is not heard, 0 to 1, at random; `delayMs` one way. */
export function rate(codec: CodecName, lost: number, delayMs: number): number {
  const { equipment, robustness } = impairments[codec]
  const percent = 100 * lost
  const effective = equipment + (95 - equipment) * (percent / (percent + robustness))
  const delayed = 0.024 * delayMs + (delayMs > 177.3 ? 0.11 * (delayMs - 177.3) : 0)
  return Math.max(0, Math.min(bestRating, bestRating - effective - delayed))
}

/** The listener's opinion, ITU-T G.107 annex B. */
export function opinionOf(rating: number): LegQuality['mos'] {
  if (rating <= 0) return 1
  return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6)
}
