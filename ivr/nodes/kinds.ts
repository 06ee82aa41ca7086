import { hangUp } from './hang-up.ts'
import { language } from './language.ts'
import { menu } from './menu.ts'
import type { NodeKind } from './node.ts'
import { queue } from './queue.ts'
import { say } from './say.ts'

/**
 * Every kind of node, by its name in a flow. Each has fields of its own (hence `never`): a node reaches its kind only
 * after `readFlow` has read it by that kind's schema.
 */
export const nodeKinds: Readonly<Record<string, NodeKind<never>>> = {
  say,
  menu,
  language,
  queue,
  hangUp,
}
