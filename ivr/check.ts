import type { Flow, Queue } from '../core/tenant.ts'
import { kinds } from './nodes/kinds.ts'

/**
 * What is wrong with a flow that reads well: doors that lead nowhere, rooms without a door, rounds that never pause.
 * One sentence each; none when the flow may go live.
 */
export function checkFlow(flow: Flow, queues: readonly Queue[]): readonly string[] {
  const names = Object.keys(flow.nodes)
  const reached = reachable(flow)
  return [
    ...(flow.nodes[flow.start] ? [] : [`start: there is no node "${flow.start}"`]),
    ...names.flatMap((name) =>
      exitsOf(flow, name)
        .filter((exit) => !flow.nodes[exit])
        .map((exit) => `node ${name}: leads to "${exit}", which is not there`),
    ),
    ...names
      .filter((name) => !isServed(flow, name, queues))
      .map((name) => `node ${name}: there is no queue "${String(flow.nodes[name]?.['queue'])}"`),
    ...names.filter((name) => !reached.has(name)).map((name) => `node ${name}: no way leads to it`),
    ...names
      .filter((name) => goesRound(flow, name))
      .map((name) => `node ${name}: goes round without ever pausing`),
  ]
}

function exitsOf(flow: Flow, name: string): readonly string[] {
  const node = flow.nodes[name]
  return node ? (kinds[node.kind]?.exits(node as never) ?? []) : []
}

function isServed(flow: Flow, name: string, queues: readonly Queue[]): boolean {
  const node = flow.nodes[name]
  return node?.kind !== 'queue' || queues.some(({ id }) => id === node['queue'])
}

function reachable(flow: Flow): ReadonlySet<string> {
  const reached = new Set([flow.start])
  for (const name of reached) for (const exit of exitsOf(flow, name)) reached.add(exit)
  return reached
}

/** A round of nodes that neither speak nor listen would turn for ever in one instant. */
function goesRound(flow: Flow, name: string): boolean {
  const seen = new Set<string>()
  let at = name
  while (flow.nodes[at]?.kind === 'speak' && !seen.has(at)) {
    seen.add(at)
    at = exitsOf(flow, at)[0] ?? ''
  }
  return at === name && seen.size > 0
}
