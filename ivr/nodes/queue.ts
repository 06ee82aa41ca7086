import { z } from 'zod'
import { label, type NodeKind } from './node.ts'

const level = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)])

const schema = z.strictObject({
  kind: z.literal('queue'),
  label,
  queue: z.string().min(1),
  /** Least levels asked for, beside those of the queue's rule. */
  skills: z.record(z.string().min(1), level).optional(),
  /** Takes the place of the rule's. */
  priority: z.number().int().min(0).max(99).optional(),
})

/** The flow ends here; the caller waits for an agent. */
export const queue: NodeKind<z.infer<typeof schema>> = {
  kind: 'queue',
  schema,
  needsAnswer: true,
  exits: () => [],
  enter: ({ queue, skills, priority }) => ({
    leave: { queue, ...(skills && { skills }), ...(priority !== undefined && { priority }) },
  }),
  onInput: () => ({}),
}
