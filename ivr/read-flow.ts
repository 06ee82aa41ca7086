import { z } from 'zod'
import type { Flow } from '../core/tenant.ts'
import { nodeKinds } from './nodes/kinds.ts'

const text = z.strictObject({ zh: z.string(), en: z.string() })

const envelope = z.strictObject({
  id: z.string().min(1),
  name: text,
  language: z.enum(['zh', 'en']),
  start: z.string().min(1),
  early: z.boolean().optional(),
  nodes: z.record(z.string().min(1), z.looseObject({ kind: z.string() })),
})

type FlowReading =
  | { readonly ok: true; readonly flow: Flow }
  | { readonly ok: false; readonly faults: readonly string[] }

/** Reads a flow from untrusted data; every fault is named at once, with its node. */
export function readFlow(data: unknown): FlowReading {
  const read = envelope.safeParse(data)
  if (!read.success) return { ok: false, faults: faultsOf(read.error, 'flow') }
  const nodes = Object.entries(read.data.nodes).map(([name, node]) => {
    const kind = nodeKinds[node.kind]
    if (!kind) return { name, faults: [`node ${name}: no kind of node is called "${node.kind}"`] }
    const fields = kind.schema.safeParse(node)
    return fields.success
      ? { name, node: fields.data, faults: [] }
      : { name, faults: faultsOf(fields.error, `node ${name}`) }
  })
  const faults = nodes.flatMap((node) => node.faults)
  if (faults.length > 0) return { ok: false, faults }
  const filled = Object.fromEntries(nodes.map(({ name, node }) => [name, node]))
  // The boundary: envelope and every node have just been read by their schemas.
  return { ok: true, flow: { ...read.data, nodes: filled } as unknown as Flow }
}

const faultsOf = (error: z.ZodError, where: string) =>
  error.issues.map(({ path, message }) => `${where}: ${path.join('.')} ${message}`)
