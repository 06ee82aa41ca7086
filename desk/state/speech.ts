import type { SpeechShare } from '../../core/sound.ts'
import type { ContactRecord } from '../../cti/api.ts'

type Recording = ContactRecord['recordings'][number]

/** Who spoke how much of all the recordings of a contact; undefined where none of them says. */
export function speechOf(recordings: readonly Recording[]): SpeechShare | undefined {
  const told = recordings.flatMap(({ seconds, speech }) => (speech ? [{ seconds, speech }] : []))
  const all = told.reduce((sum, { seconds }) => sum + seconds, 0)
  if (all === 0) return undefined
  const shareOf = (who: keyof SpeechShare) =>
    told.reduce((sum, { seconds, speech }) => sum + speech[who] * seconds, 0) / all
  return {
    left: shareOf('left'),
    right: shareOf('right'),
    both: shareOf('both'),
    neither: shareOf('neither'),
  }
}
