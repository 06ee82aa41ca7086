import { z } from 'zod'
import { label, type NodeKind, nodeName, type NodeOutcome } from './node.ts'
import { promptName, type PromptPiece, promptPieces } from './prompt-piece.ts'

const schema = z.strictObject({
  kind: z.literal('menu'),
  label,
  prompts: promptPieces,
  /** Key to node: `{"1": "sales"}`. */
  keys: z.record(z.string().regex(/^[0-9*#]$/), nodeName),
  /** Said when a key leads nowhere. */
  invalid: promptName.default('invalid'),
  timeoutSeconds: z.number().positive().max(60),
  /** How often the menu is said before the caller goes `otherwise`. */
  tries: z.number().int().min(1).max(10),
  otherwise: nodeName,
})

type Menu = z.infer<typeof schema>

/** Says what can be pressed and goes where the key leads; a key may be pressed while the prompt plays. */
export const menu: NodeKind<Menu> = {
  kind: 'menu',
  schema,
  needsAnswer: true,
  exits: (node) => [...Object.values(node.keys), node.otherwise],
  says: (node) => [...node.prompts, node.invalid],
  enter: (node) => ({ play: node.prompts, bargeIn: true }),
  onInput(node, input, tries) {
    switch (input.type) {
      case 'played':
        return { waitSeconds: node.timeoutSeconds }
      case 'timedOut':
        return again(node, tries, node.prompts)
      case 'digit':
        return choose(node, input.digit, tries)
    }
  },
}

/** Where the caller's key leads; one that leads nowhere is told so and counts as a try. */
function choose(node: Menu, digit: string, tries: number): NodeOutcome {
  const pressed = { stop: true, pressed: digit }
  const next = node.keys[digit]
  if (next !== undefined) return { ...pressed, next }
  return { ...pressed, ...again(node, tries, [node.invalid, ...node.prompts]) }
}

const again = (node: Menu, tries: number, play: readonly PromptPiece[]): NodeOutcome =>
  tries + 1 < node.tries ? { play, bargeIn: true, tries: tries + 1 } : { next: node.otherwise }
