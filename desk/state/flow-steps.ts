import type { Language, Text } from '../../core/language.ts'
import type { Flow, FlowNode } from '../../core/tenant.ts'

/** One way out of a node. */
export type Exit = {
  readonly when: 'key' | 'then' | 'otherwise'
  readonly key?: string
  readonly to: string
}

/** A node as it is read aloud: what the caller hears, and where it leads. */
export type FlowStep = {
  readonly node: string
  readonly label: Text
  readonly kind: string
  readonly prompts: readonly Text[]
  readonly exits: readonly Exit[]
  readonly queue?: string
  readonly language?: Language
  readonly timeoutSeconds?: number
  readonly tries?: number
}

// The boundary: the centre has read each node by the schema of its kind; here its fields are looked at
// one by one, and a kind that this page does not know shows with what it shares with the others.
const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined)
const numberOf = (value: unknown) => (typeof value === 'number' ? value : undefined)
const labelOf = (node: FlowNode, name: string): Text => {
  const label = node['label'] as Partial<Text> | undefined
  return { zh: label?.zh ?? name, en: label?.en ?? name }
}

function exitsOf(node: FlowNode): readonly Exit[] {
  const keys = Object.entries((node['keys'] ?? {}) as Readonly<Record<string, string>>)
  const next = textOf(node['next'])
  const otherwise = textOf(node['otherwise'])
  return [
    ...keys.map(([key, to]) => ({ when: 'key' as const, key, to })),
    ...(next === undefined ? [] : [{ when: 'then' as const, to: next }]),
    ...(otherwise === undefined ? [] : [{ when: 'otherwise' as const, to: otherwise }]),
  ]
}

/** A prompt by its name, free words as they are, a value as it stands in the flow. */
function heardOf(piece: unknown): Text {
  const { say, ...fields } = (typeof piece === 'object' ? piece : {}) as Readonly<
    Record<string, unknown>
  >
  if (say !== undefined) return say as Text
  const text =
    typeof piece === 'string'
      ? piece
      : Object.entries(fields)
          .map(([name, value]) => `${name} ${String(value)}`)
          .join(', ')
  return { zh: text, en: text }
}

function stepOf(name: string, node: FlowNode): FlowStep {
  const queue = textOf(node['queue'])
  const language = textOf(node['language'])
  const timeoutSeconds = numberOf(node['timeoutSeconds'])
  const tries = numberOf(node['tries'])
  const prompts = node['prompts']
  return {
    node: name,
    label: labelOf(node, name),
    kind: node.kind,
    prompts: Array.isArray(prompts) ? prompts.map(heardOf) : [],
    exits: exitsOf(node),
    ...(queue !== undefined && { queue }),
    ...((language === 'zh' || language === 'en') && { language }),
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    ...(tries !== undefined && { tries }),
  }
}

/** The nodes in the order in which a caller can come to them, step by step; those nobody reaches come last. */
export function flowSteps(flow: Flow): readonly FlowStep[] {
  const steps = new Map<string, FlowStep>()
  const reach = (start: string) => {
    const ahead = [start]
    for (const name of ahead) {
      const node = flow.nodes[name]
      if (node === undefined || steps.has(name)) continue
      const step = stepOf(name, node)
      steps.set(name, step)
      ahead.push(...step.exits.map(({ to }) => to))
    }
  }
  for (const start of [flow.start, ...Object.keys(flow.nodes)]) reach(start)
  return [...steps.values()]
}
