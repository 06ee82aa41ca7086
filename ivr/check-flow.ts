import type { Language } from '../core/language.ts'
import type { PromptId } from '../core/names.ts'
import type { Flow, Tenant } from '../core/tenant.ts'
import { nodeKinds } from './nodes/kinds.ts'
import { filesOf } from './nodes/prompt-piece.ts'

/** Whom a flow may send its callers to, and what it may let them hear; without `hasPrompt` that is not checked. */
type FlowDirectory = Pick<Tenant, 'queues' | 'skills'> & {
  readonly hasPrompt?: (id: PromptId) => boolean
}

/**
 * What is wrong with a flow that reads well: doors that lead nowhere, rooms without a door, rounds that never pause.
 * One sentence each; none when the flow may go live.
 */
export function checkFlow(
  flow: Flow,
  { queues, skills, hasPrompt }: FlowDirectory,
): readonly string[] {
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
    ...names.flatMap((name) =>
      skillsAsked(flow, name)
        .filter((skill) => !skills.some(({ id }) => id === skill))
        .map((skill) => `node ${name}: there is no skill "${skill}"`),
    ),
    ...(hasPrompt ? names.flatMap((name) => missingPrompts(flow, name, hasPrompt)) : []),
    ...names.filter((name) => !reached.has(name)).map((name) => `node ${name}: no way leads to it`),
    ...names
      .filter((name) => goesRound(flow, name))
      .map((name) => `node ${name}: goes round without ever pausing`),
  ]
}

function exitsOf(flow: Flow, name: string): readonly string[] {
  const node = flow.nodes[name]
  return node ? (nodeKinds[node.kind]?.exits(node as never) ?? []) : []
}

function isServed(flow: Flow, name: string, queues: FlowDirectory['queues']): boolean {
  const node = flow.nodes[name]
  return node?.kind !== 'queue' || queues.some(({ id }) => id === node['queue'])
}

/** The boundary: `readFlow` has read every node's skills. */
const skillsAsked = (flow: Flow, name: string): readonly string[] =>
  Object.keys(flow.nodes[name]?.['skills'] ?? {})

/** A caller may come with every language that some node of the flow speaks. */
function missingPrompts(
  flow: Flow,
  name: string,
  hasPrompt: (id: PromptId) => boolean,
): readonly string[] {
  const node = flow.nodes[name]
  const said = (node && nodeKinds[node.kind]?.says?.(node as never)) ?? []
  const files = languagesOf(flow).flatMap((language) => filesOf(said, language))
  return [...new Set(files)]
    .filter((file) => !hasPrompt(file))
    .map((file) => `node ${name}: there is no prompt "${file}"`)
}

const languagesOf = (flow: Flow): readonly Language[] => {
  const spoken = Object.values(flow.nodes).flatMap(({ language }): readonly Language[] =>
    language === 'zh' || language === 'en' ? [language] : [],
  )
  return [...new Set([flow.language, ...spoken])]
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
  while (flow.nodes[at]?.kind === 'language' && !seen.has(at)) {
    seen.add(at)
    at = exitsOf(flow, at)[0] ?? ''
  }
  return at === name && seen.size > 0
}
