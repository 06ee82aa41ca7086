import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { sampleRate } from './engine/frame.ts'
import { parseWav } from './engine/wav.ts'

/** Prompts by id, decoded once; the samples lie in shared memory, so that every engine thread reads the same. */
export type PromptLibrary = ReadonlyMap<string, Int16Array>

/** Reads all WAV files below the folder. Throws when the folder cannot be read; bad files are left out and told. */
export async function loadPrompts(
  folder: string,
  onFault: (reason: string) => void,
): Promise<PromptLibrary> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.wav'))
    .map((entry) => join(entry.parentPath, entry.name))
  const library = new Map<string, Int16Array>()
  for (const path of paths) {
    const id = relative(folder, path).split(sep).join('/').slice(0, -'.wav'.length)
    try {
      library.set(id, await loadPrompt(path))
    } catch (error) {
      onFault(`prompt ${id}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return library
}

async function loadPrompt(path: string): Promise<Int16Array> {
  const wav = parseWav(await readFile(path))
  if (wav.channels !== 1 || wav.sampleRate !== sampleRate)
    throw new Error('not mono at 8,000 samples a second')
  if (wav.samples.length === 0) throw new Error('no samples in it')
  const shared = new Int16Array(new SharedArrayBuffer(wav.samples.byteLength))
  shared.set(wav.samples)
  return shared
}
