import { pathToFileURL } from 'node:url'
import { register } from 'tsx/esm/api'
import { top } from './place.mjs'

/** Runs a TypeScript file in this process, as if node had been started with it. */
export async function runEntry(file, args = []) {
  const path = `${top}${file}`
  process.argv = [process.argv[0], path, ...args]
  register()
  await import(pathToFileURL(path).href)
}
