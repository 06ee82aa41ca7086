import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SetupFault } from './fault.mjs'
import { top } from './place.mjs'
import { keepLog, runProgram } from './program.mjs'
import { showStep } from './progress.mjs'

/** What the pages are made of. */
const sources = [
  'desk',
  'softphone',
  'cti',
  'core',
  'vite.config.ts',
  'tsconfig.json',
  'package-lock.json',
]
const outDir = 'dist/desk'

/** Builds the pages into `dist/desk` unless they were built from these very sources. */
export async function ensurePages() {
  const stampFile = join(top, outDir, '.sources')
  const stamp = hashOf(sources)
  if (readIfThere(stampFile)?.toString() === stamp) return
  await showStep('pages: vite build', async (report) => {
    const vite = join(top, 'node_modules/vite/bin/vite.js')
    const { code, output } = await runProgram(process.execPath, [vite, 'build'], {
      onOutput: report,
    })
    if (code !== 0)
      throw new SetupFault(
        `The pages could not be built: ${keepLog('vite-build', output)} says why.`,
      )
    mkdirSync(join(top, outDir), { recursive: true })
    writeFileSync(stampFile, stamp)
  })
}

/** One hash over the names and contents of files and folders. */
function hashOf(paths) {
  const hash = createHash('sha256')
  for (const path of paths.flatMap(filesBelow)) {
    hash.update(`${path}\0`)
    hash.update(readIfThere(join(top, path)) ?? '')
  }
  return hash.digest('hex')
}

function filesBelow(path) {
  try {
    return readdirSync(join(top, path), { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) =>
        entry.isDirectory() ? filesBelow(`${path}/${entry.name}`) : [`${path}/${entry.name}`],
      )
  } catch {
    return [path] // a single file, or nothing yet
  }
}

function readIfThere(path) {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}
