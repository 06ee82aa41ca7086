import { main } from './fault.mjs'
import { prepare } from './prepare.mjs'

// `npm start`: set-up where something is missing, then the launcher.
await main(async () => {
  await prepare()
  const { runEntry } = await import('./run-entry.mjs')
  await runEntry('server/launcher/launcher.ts')
})
