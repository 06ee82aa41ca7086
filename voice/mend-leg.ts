import type { LegStranded } from '../media/facts.ts'
import { hangUpLeg } from './end-leg.ts'
import { describe } from './leg-endpoint.ts'
import { faultOf } from './open-leg.ts'
import type { VoiceParts } from './voice.ts'

/**
 * Leads a stranded leg over a new path by a re-INVITE; nothing is told, for the leg goes on. One whose party does not
 * answer ends with `media-lost`. Other orders to the leg do not wait for the party.
 */
export async function mendLeg({ leg, reason }: LegStranded, parts: VoiceParts): Promise<void> {
  const { lanes, legs, log, signalling } = parts
  const inLane = <Result>(task: () => Promise<Result>) => lanes.run([leg], task)
  try {
    const answer = await signalling.reoffer(leg, () =>
      inLane(() => describe(leg, (endpoint) => endpoint.reoffer(), parts)),
    )
    if (answer !== undefined)
      await inLane(() => describe(leg, (endpoint) => endpoint.accept(answer), parts))
    log({ leg, reason }, 'a stranded leg goes on')
  } catch (error) {
    if (!legs.has(leg)) return
    log({ leg, ...faultOf(error) }, 'a stranded leg is lost')
    parts.tell({ type: 'leg.mediaLost', leg, reason })
    hangUpLeg(leg, 'media-lost', parts)
  }
}
