import { readdirSync } from 'node:fs'
import { top } from '../place.mjs'

/**
 * The test rings from the inside out. The inner two run together in few processes; the outer two have a process per
 * file, one at a time, because their timing is real. `commands`: what must be installed for the ring.
 */
const rings = [
  { name: 'units', together: true, timeoutMs: 30_000, commands: [] },
  { name: 'calls', together: true, timeoutMs: 30_000, commands: [] },
  { name: 'wire', together: false, timeoutMs: 120_000, commands: ['sipp'] },
  { name: 'browser', together: false, timeoutMs: 240_000, commands: ['chromium'] },
]
const outer = rings.slice(1).map(({ name }) => name)

/** The rings of these names with their files, in order; `only` keeps the files whose path has one of these parts. */
export function findRings(names, only = []) {
  const files = readdirSync(`${top}tests`, { recursive: true })
    .map((path) => `tests/${path}`)
    .filter((path) => path.endsWith('.test.ts'))
    .filter((path) => only.length === 0 || only.some((part) => path.includes(part)))
    .sort()
  return rings
    .filter(({ name }) => names.includes(name))
    .map((ring) => ({ ...ring, files: files.filter((file) => ringOf(file) === ring.name) }))
}

const ringOf = (file) => outer.find((name) => file.startsWith(`tests/${name}/`)) ?? 'units'
