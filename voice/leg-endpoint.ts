import type { LegId } from '../core/names.ts'
import type { MediaEndpoint } from '../media/endpoint/endpoint.ts'
import type { MediaParty } from '../media/media.ts'
import { MediaRefusal } from '../media/refusal.ts'
import type { VoiceParts } from './voice.ts'

type Descriptions<Result> = (endpoint: MediaEndpoint) => Promise<Result>

/** Gives a leg its endpoint; the leg has it while it opens. */
export async function openEndpoint<Result>(
  leg: LegId,
  party: MediaParty,
  open: Descriptions<Result>,
  parts: Pick<VoiceParts, 'media' | 'legs' | 'note'>,
): Promise<Result> {
  const endpoint = parts.media.openEndpoint(leg, party)
  parts.legs.setEndpoint(leg, endpoint)
  const result = await open(endpoint)
  // The leg ended before its endpoint was asked for.
  if (!parts.legs.has(leg)) endpoint.close()
  noteCheckpoint(leg, endpoint, parts)
  return result
}

/** A further offer or answer, noted for the next process. Throws MediaRefusal. */
export async function describe<Result>(
  leg: LegId,
  how: Descriptions<Result>,
  parts: Pick<VoiceParts, 'legs' | 'note'>,
): Promise<Result> {
  const endpoint = parts.legs.endpoint(leg)
  if (endpoint === undefined) throw new MediaRefusal('bad-offer', `leg ${leg} is not open`)
  const result = await how(endpoint)
  noteCheckpoint(leg, endpoint, parts)
  return result
}

function noteCheckpoint(
  leg: LegId,
  endpoint: MediaEndpoint,
  { note }: Pick<VoiceParts, 'note'>,
): void {
  const checkpoint = endpoint.checkpoint()
  if (checkpoint) note({ note: 'endpoint', leg, endpoint: checkpoint })
}
