import type { Policy, Trial } from '../../core/policy.ts'
import { type JsonChange, jsonChanges } from './json-changes.ts'
import { lineAt, placeInJson } from './json-place.ts'

/** A policy, and another one on trial: what `/api/v1/policy` gives and takes. */
export type RoutingPolicies = { readonly policy: Policy; readonly trial?: Trial }

/** A fault that the centre found; `path` leads into what was sent. */
export type RoutingFault = {
  readonly path: readonly (string | number)[]
  readonly text: { readonly zh: string; readonly en: string }
}

/** What stands in the editor. The centre alone says whether it makes sense. */
export type PolicyDraft =
  | {
      readonly sound: true
      readonly routing: RoutingPolicies
      readonly changes: readonly JsonChange[]
    }
  /** The text is no JSON; the line is that of the first character that does not fit, as far as it is known. */
  | { readonly sound: false; readonly line?: number }

/** What matters first stands first: the store does not keep the order of keys. */
const firstKeys = [
  ...['policy', 'trial', 'share', 'version', 'queues', 'agents', 'afterSeconds', 'enoughLevel'],
  ...['queue', 'strategy', 'tier', 'skills', 'relax', 'priority', 'ageing', 'weight'],
  ...['preferredSeconds', 'ringSeconds', 'wrapUpSeconds', 'announce', 'limits', 'opening'],
  ...['callback', 'when', 'above', 'to', 'key', 'first'],
]

const rankOf = (key: string) => {
  const rank = firstKeys.indexOf(key)
  return rank < 0 ? firstKeys.length : rank
}

function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value as Readonly<Record<string, unknown>>)
  return Object.fromEntries(
    entries.sort(([a], [b]) => rankOf(a) - rankOf(b) || a.localeCompare(b, 'en')),
  )
}

export const textOf = (routing: unknown): string => JSON.stringify(routing, inOrder, 2)

export function readPolicyDraft(text: string, inForce: RoutingPolicies): PolicyDraft {
  try {
    const given: unknown = JSON.parse(text)
    // The boundary: only the centre reads it by its schema.
    return { sound: true, routing: given as RoutingPolicies, changes: jsonChanges(inForce, given) }
  } catch (fault) {
    const offset = /position (\d+)/.exec(String(fault))?.[1]
    return { sound: false, ...(offset !== undefined && { line: lineAt(text, Number(offset)) }) }
  }
}

/** An uploaded file may hold a policy alone: the trial then stays. */
export function textFromFile(file: string, inForce: RoutingPolicies): string {
  try {
    const given = JSON.parse(file) as Partial<RoutingPolicies & Policy>
    return textOf(given.queues === undefined ? given : { ...inForce, policy: given })
  } catch {
    return file
  }
}

/** `spring` becomes `spring-2`, `spring-9` `spring-10`; what is taken is passed over. */
export function nextVersion(version: string, taken: readonly unknown[] = []): string {
  const number = /^(.*?)(\d+)$/.exec(version)
  const next = number ? `${number[1] ?? ''}${Number(number[2]) + 1}` : `${version}-2`
  return taken.includes(next) ? nextVersion(next, taken) : next
}

/** The text with one value put in the place of another; the rest stays as it was written. */
export function withValue(text: string, path: readonly string[], value: unknown): string {
  const { from, to } = placeInJson(text, path)
  return text.slice(0, from) + JSON.stringify(value) + text.slice(to)
}

/** A trial to begin with: a tenth of the contacts, by a copy that has a version of its own. */
export function withTrial({ policy }: RoutingPolicies): RoutingPolicies {
  const version = nextVersion(policy.version)
  return { policy, trial: { share: 0.1, policy: { ...policy, version } } }
}
