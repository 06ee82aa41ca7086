import { readdirSync } from 'node:fs'
import { top } from '../place.mjs'

/**
 * The test rings from the inside out. The inner two share few processes; the outer two have a process per file, one
 * at a time, because their timing is real. `needs`: what must be on this machine for the ring; `wants`: what single
 * tests skip without. What of it is a command comes by apt, where that is allowed (`machine-packages.mjs`).
 */
const rings = [
  {
    name: 'units',
    isShared: true,
    timeoutMs: 60_000,
    needs: [],
    wants: ['redis-server', 'initdb', 'ffmpeg', 'espeak-ng'],
  },
  { name: 'calls', isShared: true, timeoutMs: 60_000, needs: [] },
  {
    name: 'wire',
    isShared: false,
    timeoutMs: 240_000,
    needs: ['media worker', 'sipp'],
    wants: ['baresip', 'linphonec', 'kamailio', 'rtpengine'],
  },
  {
    name: 'browser',
    isShared: false,
    timeoutMs: 240_000,
    needs: ['media worker', 'pages', 'chromium', 'espeak-ng'],
    wants: ['kamailio', 'rtpengine'],
  },
]
const innerRing = rings[0].name

/** The named rings with their files, in order; `only` keeps the files whose path has one of these parts. */
export function findRings(names, only = []) {
  const files = readdirSync(`${top}tests`, { recursive: true })
    .map((path) => `tests/${path}`)
    .filter((path) => path.endsWith('.test.ts'))
    .filter((path) => only.length === 0 || only.some((part) => path.includes(part)))
    .sort()
  return rings
    .filter(({ name }) => names.includes(name))
    .map((ring) => ({ ...ring, files: files.filter((file) => ringOf(file) === ring.name) }))
    .filter((ring) => ring.files.length > 0)
}

/** The commands that these rings need or want; what else they need is not among them. */
export const commandsOf = (rings) => [
  ...new Set(rings.flatMap(({ needs, wants = [] }) => [...needs, ...wants])),
]

/** A folder of a ring's name holds its files; all others mirror the tree and are units. */
const ringOf = (file) =>
  rings.find(({ name }) => file.startsWith(`tests/${name}/`))?.name ?? innerRing
