import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseWav } from '../../../media/engine/wav.ts'

const promptsDir = fileURLToPath(new URL('../../../prompts', import.meta.url))

/** A prompt of the house: speech at 8 kHz that is there without any program. */
export const prompt = (name: string): Int16Array =>
  parseWav(readFileSync(join(promptsDir, `${name}.wav`))).samples

/** Every prompt of a language, one after another. */
export const allPrompts = (language: 'en' | 'zh'): Int16Array =>
  join16(
    ...readdirSync(join(promptsDir, language), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.wav'))
      .map((file) => prompt(`${language}/${file.slice(0, -'.wav'.length)}`)),
  )

/** The reason to skip what needs other voices than those of the prompts; false when they are here. */
export const noSpeech: string | false =
  spawnSync('espeak-ng', ['--version']).status !== 0 && 'espeak-ng is not installed'

/** Words by espeak-ng, at 8 kHz; `pitch` from 0 to 99. */
export function speak(words: string, voice: string, pitch: number): Int16Array {
  const run = spawnSync('espeak-ng', ['-v', voice, '-p', String(pitch), '--stdout', words], {
    maxBuffer: 2 ** 26,
  })
  const { samples, sampleRate } = parseWav(run.stdout)
  return narrowed(samples, sampleRate / 8000)
}

/** To a lower rate: the mean of the samples around each place is filter enough here. */
function narrowed(samples: Int16Array, factor: number): Int16Array {
  return Int16Array.from({ length: Math.floor(samples.length / factor) }, (_, n) => {
    const around = samples.subarray(Math.floor(n * factor), Math.floor((n + 1) * factor))
    return around.reduce((sum, sample) => sum + sample, 0) / around.length
  })
}

/** Sounds one after another. */
export function join16(...parts: readonly Int16Array[]): Int16Array {
  const joined = new Int16Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

export const pause = (ms: number): Int16Array => new Int16Array(ms * 8)

/** The sum, as long as the longer. */
export function together(one: Int16Array, other: Int16Array): Int16Array {
  const length = Math.max(one.length, other.length)
  const sum = new Int16Array(length)
  for (let n = 0; n < length; n++) sum[n] = (one[n] ?? 0) + (other[n] ?? 0)
  return sum
}

/** Even noise of this amplitude (1 = full scale), the same in each run. */
export function noise(ms: number, level: number, seed = 1): Int16Array {
  let state = seed
  return Int16Array.from({ length: ms * 8 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return (state / 2 ** 31) * level * 32_767
  })
}

/** Whole frames of 20 ms; what is left behind the last is silence. */
export function* framesOf(sound: Int16Array): Generator<Int16Array> {
  for (let start = 0; start < sound.length; start += 160) {
    const frame = new Int16Array(160)
    frame.set(sound.subarray(start, start + 160))
    yield frame
  }
}
