import { lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SetupFault } from './fault.mjs'
import { top } from './place.mjs'
import { keepLog, runProgram } from './program.mjs'
import { showStep } from './progress.mjs'

/** Installs what the lock file names, unless exactly that is installed already. */
export async function ensureDependencies() {
  if (isInstalled(readLock('package-lock.json'), readLock('node_modules/.package-lock.json')))
    return
  if (isLink(join(top, 'node_modules')))
    throw new SetupFault('node_modules is a link and out of date: run `npm ci` where it points to.')
  await showStep('dependencies: npm ci', async (report) => {
    let fetched = 0
    const { code, output } = await runProgram(
      'npm',
      ['ci', '--ignore-scripts', '--loglevel=http'],
      {
        onOutput(text) {
          fetched += text.split('npm http fetch').length - 1
          report(`${fetched} files fetched`)
        },
      },
    )
    if (code === 0) return
    const log = keepLog('npm-ci', output)
    throw new SetupFault(
      `npm ci failed (its output: ${log}): see that the npm registry can be reached, then start again.`,
    )
  })
}

/**
 * Whether npm's own record of what it installed has every package of the lock file in its version. A package that
 * may be absent (optional, such as another platform's binary) needs only to agree when it is there.
 */
export function isInstalled(lock, installed) {
  if (!lock || !installed) return false
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === '') return true
    const found = installed.packages[path]
    return found ? found.version === wanted.version : mayBeAbsent(wanted)
  })
}

const mayBeAbsent = (wanted) => Boolean(wanted.optional || wanted.devOptional || wanted.peer)

function readLock(path) {
  try {
    return JSON.parse(readFileSync(join(top, path), 'utf8'))
  } catch {
    return undefined
  }
}

const isLink = (path) => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
