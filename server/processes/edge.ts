import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { startEdge, type EdgeOptions } from '../../edge/start-edge.ts'
import { resolveAnnounced } from '../config/announced-address.ts'
import { readCertificate, watchCertificate, type CertificatePair } from '../config/certificate.ts'
import type { Config } from '../config/config.ts'
import { tellFigures } from '../ipc/figures.ts'
import type { ProcessOrder } from '../ipc/messages.ts'
import { createEdgeMetrics } from './edge-metrics.ts'
import { runProcess } from './run-process.ts'

// The signalling process: SIP toward phones and browsers, the drachtio protocol toward voice.

/** With fewer nobody waits for us. */
const fewTransactions = 20
/** How often memory is looked at, ms. */
const collectEveryMs = 10_000
/** A storm leaves more than this behind: bytes beside what was in use when all was quiet. */
const worthwhile = 16 * 2 ** 20

await runProcess('edge', async (config, logger) => {
  const log: EdgeOptions['log'] = (fields, message) => logger.info(fields, message)
  const { tls: files } = config
  const inUse = files && readCertificate(files)
  const edge = await startEdge({
    ...optionsOf(config),
    announced: await resolveAnnounced(config.announcedAddress),
    ...(inUse && { tls: inUse }),
    log,
  })
  const onRenewal = (pair: CertificatePair) => edge.renew(pair)
  const release = inUse && watchCertificate({ files, inUse, onRenewal, log })
  const { sipPort, tlsPort, wsPort, appPort } = edge
  const ports = { sipPort, ...(inUse && { tlsPort }), wsPort, appPort }
  logger.info({ host: config.host, ...ports }, 'edge is ready')
  const metrics = createEdgeMetrics(edge)
  const quiet = tellFigures(async () => ({ metrics: await metrics(), bans: edge.guard.bans() }))
  const keep = collectWhenIdle(() => edge.counts().transactions < fewTransactions)
  process.on('message', (message) => {
    const order = message as ProcessOrder
    if (order.order === 'lift' && edge.guard.lift(order.source))
      logger.info({ source: order.source }, 'a ban was lifted')
  })
  return {
    drain: () => edge.drain(),
    stop: () => {
      quiet()
      keep()
      release?.()
      return edge.stop()
    },
  }
})

function optionsOf({
  host,
  sipHost6,
  sipPort,
  sipTls,
  sipWsPort,
  drachtio,
  guard,
  sessionSeconds,
}: Config) {
  return {
    host,
    ...(sipHost6 && { otherHost: sipHost6 }),
    sipPort,
    tlsPort: sipTls.port,
    trust: {
      ...(sipTls.ca && { ca: readFileSync(sipTls.ca, 'utf8') }),
      isStrict: sipTls.verifies,
    },
    wsPort: sipWsPort,
    appHost: drachtio.host,
    appPort: drachtio.port,
    secret: drachtio.secret,
    ...(drachtio.requestHandlers.length > 0 && { requestHandlers: drachtio.requestHandlers }),
    guard,
    sessions: { seconds: sessionSeconds },
  }
}

/**
 * Gives the memory of a storm back. V8 collects when it allocates: a process that has become quiet would keep for hours
 * what it needed for a minute. Returns how to stop.
 */
function collectWhenIdle(isIdle: () => boolean): () => void {
  setFlagsFromString('--expose-gc')
  // The boundary to the engine: the flag makes this function.
  const collect = runInNewContext('gc') as () => void
  let leastUsed = process.memoryUsage().heapUsed
  const timer = setInterval(() => {
    const { heapUsed } = process.memoryUsage()
    leastUsed = Math.min(leastUsed, heapUsed)
    if (heapUsed - leastUsed < worthwhile || !isIdle()) return
    collect()
    leastUsed = process.memoryUsage().heapUsed
  }, collectEveryMs).unref()
  return () => clearInterval(timer)
}
