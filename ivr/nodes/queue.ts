import { z } from 'zod'
import { type Kind, label } from './node.ts'

const schema = z.strictObject({ kind: z.literal('queue'), label, queue: z.string().min(1) })

/** The flow ends here; the caller waits for an agent. */
export const queue: Kind<z.infer<typeof schema>> = {
  kind: 'queue',
  schema,
  exits: () => [],
  enter: (node) => ({ leave: { queue: node.queue } }),
  hear: () => ({}),
}
