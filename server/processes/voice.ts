import { fileURLToPath } from 'node:url'
import { prepareVoice } from '../../voice/run.ts'
import { tellFigures } from '../ipc/figures.ts'
import { runProcess } from './run-process.ts'
import { createVoiceMetrics } from './voice-metrics.ts'

// The voice process: every call's dialog and sound. It does what the centre orders, and outlives the centre.

await runProcess('voice', async (config, log, turn) => {
  const metrics = createVoiceMetrics()
  const prepared = await prepareVoice(
    { ...config, promptsDir: fileURLToPath(new URL('../../prompts', import.meta.url)) },
    {
      // A bug comes with its error.
      info: (fields, message) => {
        if ('err' in fields) log.error(fields, message)
        else log.info(fields, message)
      },
      debug: (fields, message) => log.debug(fields, message),
      onRefusal: metrics.onRefusal,
    },
  )
  log.info('voice is prepared')
  await turn()
  const voice = await prepared.begin()
  // From here on a bug may fail one leg, but must not take all other calls along.
  process.on('uncaughtException', (error) => log.error({ err: error }, 'a bug'))
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a bug'))
  log.info({ voice: voice.id }, 'voice is ready')
  const quiet = tellFigures(async () => ({ metrics: await metrics.text() }))
  const end = (): Promise<void> => {
    quiet()
    return voice.end()
  }
  return { drain: voice.drain, stop: end }
})
