import { ensureDependencies } from './dependencies.mjs'
import { main, SetupFault } from './fault.mjs'
import { commandsOf, findRings } from './gate/rings.mjs'
import { ensureCommands } from './machine-packages.mjs'
import { checkNodeVersion } from './node-version.mjs'
import { ensurePages } from './pages.mjs'
import { ensureAddon, ensureWorker } from './prepare.mjs'

// `npm test`: every ring; `npm test -- PART …`: only the test files whose path has one of these parts.
await main(async () => {
  checkNodeVersion()
  await ensureDependencies()
  await ensureAddon()
  const { runRings, summaryOf } = await import('./gate/run-rings.mjs')
  const rings = findRings(['units', 'calls', 'wire', 'browser'], process.argv.slice(2))
  const total = await runRings(rings, await missingFor(rings))
  console.log(`\n${summaryOf(total)}`)
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
})

/** Sets up what these rings need and gives, for each need that can't be met here, the reason. */
async function missingFor(rings) {
  const needs = new Set(rings.flatMap((ring) => ring.needs))
  if (needs.has('pages')) await ensurePages()
  const missing = await ensureCommands(commandsOf(rings))
  if (needs.has('media worker')) missing['media worker'] = await faultOf(ensureWorker)
  return missing
}

async function faultOf(work) {
  try {
    await work()
    return undefined
  } catch (error) {
    if (error instanceof SetupFault) return error.message
    throw error
  }
}
