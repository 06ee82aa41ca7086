import { ensureDependencies } from './dependencies.mjs'
import { main } from './fault.mjs'
import { ensureCommands } from './machine-packages.mjs'
import { ensureMediasoupWorker } from './mediasoup/worker.mjs'
import { checkNodeVersion } from './node-version.mjs'
import { ensurePages } from './pages.mjs'
import { showStep } from './progress.mjs'

// `npm test`: every ring; `npm test -- PART …`: only the test files whose path has one of these parts.
await main(async () => {
  checkNodeVersion()
  await ensureDependencies()
  const only = process.argv.slice(2)
  const { findRings } = await import('./gate/rings.mjs')
  const { runRings, summaryOf } = await import('./gate/run-rings.mjs')
  const rings = findRings(['units', 'calls', 'wire', 'browser'], only)
})
