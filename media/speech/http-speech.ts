import { decodeSound, mostSoundBytes } from '../prompts/decode-sound.ts'
import type { SpeechProvider, Words } from './provider.ts'

/** A synthesizer behind a URL: it is sent `{"text", "language"}` as JSON (`zh` or `en`) and gives a WAV file. */
export class HttpSpeech implements SpeechProvider {
  readonly voice: string
  readonly #url: string

  constructor(url: string) {
    this.#url = url
    this.voice = `http ${url}`
  }

  async render({ say, language }: Words, signal: AbortSignal): Promise<Int16Array> {
    const response = await fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'audio/wav' },
      body: JSON.stringify({ text: say, language }),
      redirect: 'error',
      signal,
    })
    if (response.ok) return decodeSound(await bodyOf(response))
    await response.body?.cancel()
    throw new Error(`the speech service answered ${response.status}`)
  }
}

/** Throws as soon as it is longer than any sound may be. */
async function bodyOf({ body }: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > mostSoundBytes) throw new Error('the speech service sent too much')
  }
  return Buffer.concat(chunks)
}
