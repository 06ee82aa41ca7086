import { stat } from 'node:fs/promises'
import t from 'tap'
import parts from '../../../media/prompts/parts.json' with { type: 'json' }
import { PromptLibrary } from '../../../media/prompts/prompt-library.ts'
import texts from '../../../media/prompts/texts.json' with { type: 'json' }
import { dominantHz } from '../../../testkit/sound/tone.ts'

const promptsDir = new URL('../../../prompts', import.meta.url).pathname
const faults: string[] = []
const library = new Map<string, Int16Array>()
const opened = await PromptLibrary.open(promptsDir, {
  learned: (id, sound) => library.set(id, sound),
  forgotten: (id) => library.delete(id),
  fault: (fault) => faults.push(fault),
})
t.teardown(() => opened.stop())

/** Root mean square in dB below full scale. */
function decibels(samples: Int16Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return 20 * Math.log10(Math.sqrt(sum / samples.length) / 32_768)
}

t.test('every prompt is there in both languages, and the parts of what is spoken', async (t) => {
  t.same(faults, [])
  t.same(Object.keys(texts.zh), Object.keys(texts.en))
  const numbers = Array.from({ length: 100 }, (_, n) => `number/${n}`)
  const ids = [...Object.keys(texts.zh), ...numbers, 'pause']
  const wanted = (['zh', 'en'] as const).flatMap((language) =>
    [...ids, ...Object.keys(parts[language])].map((id) => `${language}/${id}`),
  )
  const sounds = ['music/default', 'tone/beep', 'tone/ringback']
  t.same([...library.keys()].sort(), [...wanted, ...sounds].sort())
})

t.test('speech has one loudness, no clipping and no long silence at its edges', async (t) => {
  for (const [id, samples] of library) {
    if (/^music\/|^tone\/|\/pause$/.test(id)) continue
    const loudness = decibels(samples)
    const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
    const begin = samples.findIndex((sample) => Math.abs(sample) > 300)
    if (loudness < -23 || loudness > -20 || peak >= 32_000 || begin > 1600)
      t.fail(`${id}: ${loudness} dB, peak ${peak}, begins at ${begin}`)
  }
})

t.test('the music is softer than speech, and long enough not to tire', async (t) => {
  const music = library.get('music/default') ?? new Int16Array()
  t.ok(music.length >= 20 * 8000 && music.length <= 30 * 8000)
  t.ok(decibels(music) < -25)
  t.ok(dominantHz(music) !== undefined)
})

t.test('the folder is small enough to be kept in the repository', async (t) => {
  let bytes = 0
  for (const id of library.keys()) bytes += (await stat(`${promptsDir}/${id}.wav`)).size
  t.ok(bytes < 8_500_000, `${bytes} bytes`)
})
