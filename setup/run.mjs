import { ensureDependencies } from './dependencies.mjs'
import { main } from './fault.mjs'
import { checkNodeVersion } from './node-version.mjs'

// `node setup/run.mjs FILE ARG …` runs a TypeScript entry in whatever state the clone is.
await main(async () => {
  checkNodeVersion()
  await ensureDependencies()
  const { runEntry } = await import('./run-entry.mjs')
  await runEntry(process.argv[2], process.argv.slice(3))
})
