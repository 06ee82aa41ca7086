import type { LegId, PromptId } from './names.ts'

/** What one leg may hear: another leg, or a music prompt in a loop. */
export type Source = { readonly leg: LegId } | { readonly music: PromptId }

/** One row of the table of who hears whom. An empty list is silence. */
export type HearingRow = readonly [listener: LegId, sources: readonly Source[]]

/** The rows of a plain talk: each hears the other. */
export function hearEachOther(one: LegId, other: LegId): readonly HearingRow[] {
  return [
    [one, [{ leg: other }]],
    [other, [{ leg: one }]],
  ]
}
