import type { LegStranded } from '../media/facts.ts'
import { hangUpLeg } from './end-leg.ts'
import { describe } from './leg-endpoint.ts'
import { faultOf } from './open-leg.ts'
import type { VoiceContext } from './voice.ts'

/**
 * Leads a stranded leg over a new path by a re-INVITE; nothing is told, for the leg goes on. One whose party does not
 * answer ends with `media-lost`. Other orders to the leg do not wait for the party.
 */
export async function reofferLeg(
  { leg, reason }: LegStranded,
  context: VoiceContext,
): Promise<void> {
  const { serialQueue, legs, log, signalling } = context
  const inOrder = <Result>(task: () => Promise<Result>) => serialQueue.run([leg], task)
  try {
    const answer = await signalling.reoffer(leg, () =>
      inOrder(() => describe(leg, (endpoint) => endpoint.reoffer(), context)),
    )
    if (answer !== undefined)
      await inOrder(() => describe(leg, (endpoint) => endpoint.accept(answer), context))
    log({ leg, reason }, 'a stranded leg goes on')
  } catch (error) {
    if (!legs.has(leg)) return
    log({ leg, ...faultOf(error) }, 'a stranded leg is lost')
    context.tell({ type: 'leg.mediaLost', leg, reason })
    hangUpLeg(leg, 'media-lost', context)
  }
}
