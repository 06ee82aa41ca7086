import { availableParallelism } from 'node:os'
import { killTestProcesses, runAlone, runTogether } from './test-process.mjs'

const jobs = Math.min(2, availableParallelism())

/**
 * Runs rings in order and prints what happened. `missing` gives the reason for each command that isn't installed: a
 * ring that needs it is skipped, one skip per file. Gives `{ passed, failed, skipped }`, counted in tests.
 */
export async function runRings(rings, missing = {}) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  process.once('SIGINT', () => {
    killTestProcesses()
    process.exit(130)
  })
  for (const ring of rings) {
    if (ring.files.length === 0) continue
    const reason = ring.commands.map((command) => missing[command]).find(Boolean)
    console.log(`\n${ring.name}${reason ? `: skipped, ${reason}` : ''}`)
    if (reason) total.skipped += ring.files.length
    else await runRing(ring, (result) => count(total, result))
  }
  return total
}

/** The last line of a test run. */
export const summaryOf = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`

async function runRing({ files, together, timeoutMs }, onFile) {
  if (!together) {
    for (const file of files) onFile(await runAlone(file, timeoutMs))
    return
  }
  const hands = Array.from({ length: jobs }, (_, job) =>
    files.filter((_file, index) => index % jobs === job),
  )
  await Promise.all(
    hands
      .filter((hand) => hand.length > 0)
      .map((hand) => runTogether(hand, timeoutMs, onFile)),
  )
}

function count(total, result) {
  for (const outcome of Object.keys(total)) total[outcome] += result[outcome]
  console.log(lineOf(result))
  for (const { titles, outcome, detail } of result.tests) {
    if (outcome === 'passed') continue
    console.log(`    ${outcome}: ${titles.join(' > ')}`)
    if (detail) console.log(String(detail).trimEnd().replaceAll(/^/gm, '      '))
  }
}

function lineOf({ file, passed, failed, skipped, ms }) {
  const sign = failed > 0 ? '✗' : '✓'
  return `  ${sign} ${file}  ${passed + failed + skipped} tests  ${(ms / 1000).toFixed(1)} s`
}
