import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Language } from '../../core/language.ts'
import { decodeSound, mostSoundBytes } from '../prompts/decode-sound.ts'
import type { SpeechProvider, Words } from './provider.ts'

/** `cmn-latn-pinyin` reads Chinese characters; espeak-ng's `cmn` would spell them in English. The voices of the prompts. */
const voices: Readonly<Record<Language, readonly string[]>> = {
  zh: ['-v', 'cmn-latn-pinyin+f3', '-s', '185'],
  en: ['-v', 'en-us+f3', '-s', '155'],
}

/** espeak-ng as a process of its own for each text; the words go through its standard input, never through a shell. */
export class Espeak implements SpeechProvider {
  readonly voice = 'espeak-ng 1'
  readonly #program: string

  constructor(program = 'espeak-ng') {
    this.#program = program
  }

  async render({ say, language }: Words, signal: AbortSignal): Promise<Int16Array> {
    return level(await decodeSound(await this.#run([...voices[language]], say, signal)))
  }

  /** The WAV file that it writes. A process that is not wanted any more is killed. */
  async #run(voice: readonly string[], text: string, signal: AbortSignal): Promise<Buffer> {
    const child = spawn(this.#program, [...voice, '-g', '2', '-b', '1', '--stdin', '--stdout'], {
      stdio: ['pipe', 'pipe', 'ignore'],
      signal,
      killSignal: 'SIGKILL',
    })
    const closed = once(child, 'close')
    const chunks: Buffer[] = []
    let bytes = 0
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes > mostSoundBytes) child.kill('SIGKILL')
    })
    // It may end without having read all; its exit code says more.
    child.stdin.on('error', () => undefined)
    child.stdin.end(text)
    const [code, killedBy] = (await closed) as [number | null, string | null]
    if (code !== 0) throw new Error(`${this.#program} ended with ${code ?? killedBy}`)
    return Buffer.concat(chunks)
  }
}

/** Loudness of the recorded prompts, root mean square; and the highest peak. */
const loudness = 32_768 * 10 ** (-21 / 20)
const highestPeak = 32_000

/** As loud as the prompts among which it is played, but never clipped; silence stays silence. In place. */
function level(sound: Int16Array): Int16Array {
  let [squares, peak] = [0, 0]
  for (const sample of sound) {
    squares += sample * sample
    peak = Math.max(peak, Math.abs(sample))
  }
  if (peak === 0) return sound
  const gain = Math.min(loudness / Math.sqrt(squares / sound.length), highestPeak / peak)
  for (let index = 0; index < sound.length; index++)
    sound[index] = Math.round((sound[index] ?? 0) * gain)
  return sound
}
