import { main } from './fault.mjs'
import { prepare } from './prepare.mjs'
import { runEntry } from './run-entry.mjs'

// `npm start`: set-up where something is missing, then the launcher.
await main(async () => {
  await prepare()
  await runEntry('server/main.ts')
})
