import type { LegId } from '../core/names.ts'
import type { MediaEndpoint } from '../media/endpoint/endpoint.ts'
import type { MediaParty } from '../media/media.ts'
import { MediaRefusal } from '../media/refusal.ts'
import type { VoiceContext } from './voice.ts'

type Descriptions<Result> = (endpoint: MediaEndpoint) => Promise<Result>

/** Gives a leg its endpoint; the leg has it while it opens. */
export async function openEndpoint<Result>(
  leg: LegId,
  party: MediaParty,
  open: Descriptions<Result>,
  context: Pick<VoiceContext, 'media' | 'legs' | 'checkpoint'>,
): Promise<Result> {
  const endpoint = context.media.openEndpoint(leg, party)
  context.legs.setEndpoint(leg, endpoint)
  const result = await open(endpoint)
  // The leg ended before its endpoint was asked for.
  if (!context.legs.has(leg)) endpoint.close()
  noteCheckpoint(leg, endpoint, context)
  return result
}

/** A further offer or answer, noted for the next process. Throws MediaRefusal. */
export async function describe<Result>(
  leg: LegId,
  how: Descriptions<Result>,
  context: Pick<VoiceContext, 'legs' | 'checkpoint'>,
): Promise<Result> {
  const endpoint = context.legs.endpoint(leg)
  if (endpoint === undefined) throw new MediaRefusal('bad-offer', `leg ${leg} is not open`)
  const result = await how(endpoint)
  noteCheckpoint(leg, endpoint, context)
  return result
}

function noteCheckpoint(
  leg: LegId,
  endpoint: MediaEndpoint,
  { checkpoint }: Pick<VoiceContext, 'checkpoint'>,
): void {
  const made = endpoint.checkpoint()
  if (made) checkpoint({ entry: 'endpoint', leg, endpoint: made })
}
