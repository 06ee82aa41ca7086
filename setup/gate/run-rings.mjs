import { availableParallelism } from 'node:os'
import { killTestProcesses, runAlone, runTogether } from './test-process.mjs'

const sharedProcesses = Math.min(2, availableParallelism())

/**
 * Runs rings in order and prints what happens. `missing` gives the reason for each need that this machine lacks: such
 * a ring is skipped, one skip per file. Gives `{ passed, failed, skipped }`, counted in tests.
 */
export async function runRings(rings, missing = {}) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  process.once('SIGINT', () => {
    killTestProcesses()
    process.exit(130)
  })
  for (const ring of rings) {
    const reason = ring.needs.map((need) => missing[need]).find(Boolean)
    console.log(`\n${ring.name}${reason ? `: skipped. ${reason}` : ''}`)
    if (reason) total.skipped += ring.files.length
    else await runRing(ring, (result) => tell(total, result))
  }
  return total
}

/** The last line of a test run. */
export const summaryOf = ({ passed, failed, skipped }) =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`

async function runRing({ files, isShared, timeoutMs }, onFile) {
  if (!isShared) {
    for (const file of files) onFile(await runAlone(file, timeoutMs))
    return
  }
  const shares = Array.from({ length: sharedProcesses }, (_, share) =>
    files.filter((_file, index) => index % sharedProcesses === share),
  )
  await Promise.all(
    shares
      .filter((share) => share.length > 0)
      .map((share) => runTogether(share, timeoutMs, onFile)),
  )
}

function tell(total, result) {
  for (const outcome of Object.keys(total)) total[outcome] += result[outcome]
  const { file, passed, failed, skipped, ms } = result
  const sign = failed > 0 ? '✗' : '✓'
  console.log(`  ${sign} ${file}  ${passed + failed + skipped} tests  ${(ms / 1000).toFixed(1)} s`)
  for (const { titles, outcome, detail } of result.tests) {
    if (outcome === 'passed') continue
    console.log(`    ${outcome}: ${titles.join(' > ')}`)
    if (detail) console.log(String(detail).trimEnd().replaceAll(/^/gm, '      '))
  }
}
