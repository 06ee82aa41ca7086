import { Counter, Gauge, Registry } from 'prom-client'
import { countedBy, type Counted } from '../../edge/counters.ts'
import type { Edge } from '../../edge/start-edge.ts'

type Counting = Pick<Edge, 'counts' | 'counters' | 'guard' | 'overload'>

const helps: Readonly<Record<Counted, string>> = {
  messages: 'SIP messages that could be read, and that were sent, by method or status',
  refusals: 'What strangers sent, and new calls in an overload, that were not let in',
  bans: 'Sources that were banned',
  dropped: 'SIP that could not be read or led nowhere',
  lookupFailures: 'Look-ups that no name server answered',
}

/** Where it is not the name of what is counted. */
const metricNames: Partial<Record<Counted, string>> = { lookupFailures: 'lookup_failures' }

/** What the edge counts, in the text format of Prometheus. */
export function createEdgeMetrics(edge: Counting): () => Promise<string> {
  const registry = new Registry()
  for (const name of Object.keys(helps) as Counted[]) addCounter(registry, edge, name)
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name: `callwright_sip_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(value())
      },
    })
  const { counts, guard, overload } = edge
  gauge('transactions', 'SIP transactions alive', () => counts().transactions)
  gauge('dialogs', 'SIP dialogs alive', () => counts().dialogs)
  gauge('connections', 'TCP, TLS and WebSocket connections', () => counts().connections)
  gauge('registrations', 'Contacts registered over a connection', () => counts().registrations)
  gauge('applications', 'Applications connected: voice', () => counts().applications)
  gauge('pending', 'Requests that wait for an application or the network', () => counts().pending)
  gauge('banned', 'Sources that are banned now', () => guard.bans().length)
  gauge('calls_unanswered', 'New calls without any answer of voice', () => overload.waiting)
  gauge('calls_unanswered_limit', 'How many such there may be', () => overload.mayWait)
  gauge('behind', '1 when a queue stands before the edge', () => (overload.isBehind ? 1 : 0))
  return () => registry.metrics()
}

function addCounter(registry: Registry, { counters: tally }: Counting, name: Counted): void {
  const labelNames: readonly string[] = countedBy[name]
  new Counter({
    name: `callwright_sip_${metricNames[name] ?? name}_total`,
    help: helps[name],
    labelNames,
    registers: [registry],
    collect() {
      this.reset()
      for (const { labels, count } of tally.all(name))
        this.inc(Object.fromEntries(labelNames.map((label, i) => [label, labels[i] ?? ''])), count)
    },
  })
}
