import type { Logger } from 'pino'
import { startCtiGateway } from '../../cti/gateway/gateway.ts'
import type { Centre } from '../centre/centre.ts'
import { logEvents } from '../centre/log-events.ts'
import { openStore } from '../centre/open-store.ts'
import { startCentre } from '../centre/start-centre.ts'
import type { Config } from '../config/config.ts'
import { startHttp } from '../http/http.ts'
import { followOtherProcesses } from '../ipc/figures.ts'
import { openJournal } from '../journal/open-journal.ts'
import { startCentreEnd } from '../link/centre-end.ts'
import { ctiPort } from './cti-port.ts'
import { keepRetention } from './retention.ts'
import { runProcess } from './run-process.ts'

// The centre process: owns contacts, queues and agents. What it needs for calls is in the journal, so calls are served
// before the store is open.

await runProcess('centre', async (config, log) => {
  const tell = (fields: object, message: string) => log.info(fields, message)
  const centre = await startOn(config, log)
  centre.subscribe((events) => logEvents(log, events))
  const store = openStore({ config, centre, log })
  const retention = keepRetention({ config, store: store.opened, log })
  const others = followOtherProcesses()
  const http = await startHttp({ config, centre, others, store: store.opened, log: tell })
  const cti = startCtiGateway({
    server: http.server,
    centre: ctiPort(centre),
    whoIs: (token) => http.whoIs(token),
    log: tell,
  })
  await store.configured
  process.on('uncaughtException', (error) => log.error({ err: error }, 'a bug'))
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a bug'))
  log.info({ host: config.host, httpPort: http.port }, 'centre is ready')
  return {
    // Calls live in voice: when it has let the last one go, there is nothing to wait for here.
    drain: () => Promise.resolve(),
    async stop() {
      cti.stop()
      retention.stop()
      await Promise.all([http.stop(), store.stop()])
      await centre.stop()
    },
  }
})

async function startOn(config: Config, log: Logger): Promise<Centre> {
  return startCentre({
    journal: await openJournal(config, log),
    link: (start) =>
      startCentreEnd({
        ...start,
        socketPath: config.voiceSocket,
        // A voice process that starts later makes a line at each redial.
        log: (fields, message) => log.debug(fields, message),
      }),
    log,
    onFatal(error) {
      log.fatal({ err: error }, 'the journal cannot be written; starting over from what it holds')
      process.exit(1)
    },
  })
}
