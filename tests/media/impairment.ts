import { seeded } from '../../testkit/sound/random.ts'

/** What a bad network does; shares are 0 to 1. */
export type Impairments = {
  readonly loss: number
  /** Each packet is late by up to so many ms, evenly; those that are overtaken come in the wrong order. */
  readonly jitterMs: number
  /** This share is late by 40 ms more. */
  readonly reordered?: number
  readonly duplicated?: number
  readonly seed: number
}

const reorderMs = 40

/** Says of each packet in turn when it comes: the delays of its copies in ms, none when it is lost. */
export function createImpairment(how: Impairments): () => readonly number[] {
  const random = seeded(how.seed)
  const delay = () => random() * how.jitterMs + (random() < (how.reordered ?? 0) ? reorderMs : 0)
  return () => {
    if (random() < how.loss) return []
    return random() < (how.duplicated ?? 0) ? [delay(), delay()] : [delay()]
  }
}
