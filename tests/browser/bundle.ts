import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/** A page script with all that it imports, as one classic script. */
export async function bundle(name: string): Promise<string> {
  const entry = fileURLToPath(new URL(name, import.meta.url))
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'script' } },
  })
  const [output] = [built].flat()
  if (!output || !('output' in output)) throw new Error('vite built nothing')
  return output.output[0].code
}
