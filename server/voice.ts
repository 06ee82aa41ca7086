import { fileURLToPath } from 'node:url'
import { loadConfig } from './config.ts'
import { createLog } from './log.ts'
import { runVoice } from './voice/run.ts'

/**
 * The voice process. SIGTERM drains: no new calls, and the end when the last one is over; a second SIGTERM ends the
 * calls. SIGINT is the launcher's to interpret. When the launcher is gone, so are we.
 */
process.title = 'callwright-voice'
const config = loadConfig()
const log = createLog('voice', config.logLevel)

// A bug fails one leg where it can be told which; it never takes the other calls along.
process.on('uncaughtException', (error) => log.error({ error }, 'bug'))
process.on('unhandledRejection', (error) => log.error({ error }, 'bug'))
process.on('SIGINT', () => undefined)

const promptsDir = fileURLToPath(new URL('../prompts', import.meta.url))
const voice = await runVoice(
  { ...config, promptsDir },
  {
    info: (fields, message) => log.info(fields, message),
    debug: (fields, message) => log.debug(fields, message),
  },
)
log.info({ pid: process.pid }, 'voice is ready')
process.send?.('ready')

const end = async (): Promise<never> => {
  await voice.end()
  process.exit(0)
}
let isDraining = false
process.on('SIGTERM', () => {
  if (isDraining) void end()
  else void voice.drain().then(end)
  isDraining = true
})
process.on('disconnect', () => void end())
