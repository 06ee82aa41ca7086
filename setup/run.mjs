import { ensureDependencies } from './dependencies.mjs'
import { main } from './fault.mjs'
import { checkNodeVersion } from './node-version.mjs'
import { ensureAddon } from './prepare.mjs'

// `node setup/run.mjs FILE ARG …` runs a TypeScript entry in whatever state the clone is.
await main(async () => {
  checkNodeVersion()
  await ensureDependencies()
  if (/^(bench|demo)\//.test(process.argv[2])) await ensureAddon()
  const { runEntry } = await import('./run-entry.mjs')
  await runEntry(process.argv[2], process.argv.slice(3))
})
