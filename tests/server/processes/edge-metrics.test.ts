import t from 'tap'
import { startEdge } from '../../../edge/start-edge.ts'
import { createEdgeMetrics } from '../../../server/processes/edge-metrics.ts'

t.test('what the edge counts is told in the words of Prometheus', async (t) => {
  const ports = { sipPort: 0, tlsPort: 0, wsPort: 0, appPort: 0 }
  const edge = await startEdge({ host: '127.0.0.1', ...ports, secret: 'hush' })
  t.teardown(() => edge.stop())
  edge.counters.count('messages', 'in', 'udp', 'INVITE')
  edge.counters.count('messages', 'in', 'udp', 'INVITE')
  edge.counters.count('lookupFailures')
  const metrics = createEdgeMetrics(edge)
  const lines = (await metrics()).split('\n')
  t.ok(
    lines.includes('callwright_sip_messages_total{direction="in",transport="udp",what="INVITE"} 2'),
  )
  t.ok(lines.includes('callwright_sip_lookup_failures_total 1'))
  t.ok(lines.includes('callwright_sip_applications 0'))
  t.same(await metrics(), lines.join('\n'), 'asking does not count')
})
