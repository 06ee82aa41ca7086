import { z } from 'zod'
import type { EventOf } from '../../core/event.ts'
import type { Language, Text } from '../../core/language.ts'
import type { PromptPiece } from './prompt-piece.ts'

/** What a node wants; `flow-session.ts` turns it into effects and conclusions. */
export type NodeOutcome = {
  /** Silence what plays, stop the clock. */
  readonly stop?: boolean
  readonly pressed?: string
  readonly language?: Language
  /** How often the caller has tried at this node. */
  readonly tries?: number
  /** Say this; `played` is the node's input when it ends. */
  readonly play?: readonly PromptPiece[]
  /** The first key silences it. */
  readonly bargeIn?: true
  /** `timedOut` is the node's input after so long. */
  readonly waitSeconds?: number
  /** Go to this node. */
  readonly next?: string
  /** Leave the flow. */
  readonly leave?: FlowExit
}

export type FlowExit =
  | ({ readonly queue: string } & Pick<EventOf<'contact.queued'>, 'skills' | 'priority'>)
  | Pick<EventOf<'contact.leftFlow'>, 'outcome' | 'status'>

/** What happens to a caller inside a node. */
export type NodeInput =
  | { readonly type: 'played' }
  | { readonly type: 'digit'; readonly digit: string }
  | { readonly type: 'timedOut' }

/** One kind of node: its fields, and what it does. A new kind is a file here and a line in `kinds.ts`. */
export type NodeKind<Fields> = {
  readonly kind: string
  /** Reads the fields; what it gives is `Fields`. */
  readonly schema: z.ZodType
  /** It waits until the call is answered; the others may speak before, by early media. */
  readonly needsAnswer?: true
  /** Nodes that this one can lead to. */
  readonly exits: (node: Fields) => readonly string[]
  /** All that it may say. */
  readonly says?: (node: Fields) => readonly PromptPiece[]
  readonly enter: (node: Fields) => NodeOutcome
  readonly onInput: (node: Fields, input: NodeInput, tries: number) => NodeOutcome
}

export const label: z.ZodType<Text> = z.strictObject({ zh: z.string(), en: z.string() })
export const nodeName = z.string().min(1)
export const languageName = z.enum(['zh', 'en'])
