import { readFileSync } from 'node:fs'
import { startEdge } from '../sip/edge/start.ts'
import { collectWhenIdle } from './collect-when-idle.ts'
import { createEdgeMetrics } from './edge-metrics.ts'
import { tellFigures } from './launcher/figures.ts'
import type { Order } from './launcher/messages.ts'
import { runProcess } from './run-process.ts'

// The signalling process: SIP toward phones and browsers, the drachtio protocol toward voice.

/** With fewer nobody waits for us. */
const fewTransactions = 20

await runProcess('edge', async ({ host, sipPort, sipWsPort, drachtio, tls, guard }, log) => {
  const edge = await startEdge({
    host,
    sipPort,
    wsPort: sipWsPort,
    appHost: drachtio.host,
    appPort: drachtio.port,
    secret: drachtio.secret,
    guard,
    ...(tls && {
      tls: { cert: readFileSync(tls.cert, 'utf8'), key: readFileSync(tls.key, 'utf8') },
    }),
    log: (fields, message) => log.info(fields, message),
  })
  const { appPort } = edge
  log.info({ host, sipPort: edge.sipPort, wsPort: edge.wsPort, appPort }, 'edge is ready')
  const metrics = createEdgeMetrics(edge)
  const quiet = tellFigures(async () => ({ metrics: await metrics(), bans: edge.guard.bans() }))
  const keep = collectWhenIdle(() => edge.counts().transactions < fewTransactions)
  process.on('message', (message) => {
    const order = message as Order
    if (order.order === 'lift' && edge.guard.lift(order.source))
      log.info({ source: order.source }, 'a ban was lifted')
  })
  return {
    drain: () => edge.drain(),
    stop: () => {
      quiet()
      keep()
      return edge.stop()
    },
  }
})
