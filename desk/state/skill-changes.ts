import type { Skill } from '../../core/tenant.ts'

/** A skill as it stands in the table; `id` of a new one is being written. */
export type SkillRow = { readonly id: string; readonly zh: string; readonly en: string }

export type SkillChange = {
  readonly kind: 'added' | 'removed' | 'renamed'
  readonly id: string
  readonly before?: string
  readonly after?: string
}

export const rowsOf = (skills: readonly Skill[]): readonly SkillRow[] =>
  skills.map(({ id, name }) => ({ id, ...name }))

const said = ({ zh, en }: SkillRow) => `${zh} / ${en}`

/** What saving the table would change. */
export function skillChanges(
  skills: readonly Skill[],
  rows: readonly SkillRow[],
): readonly SkillChange[] {
  const before = new Map(rowsOf(skills).map((row) => [row.id, row]))
  // A row without an id is only begun.
  const after = new Map(rows.filter(({ id }) => id !== '').map((row) => [row.id, row]))
  const gone = [...before.values()].filter(({ id }) => !after.has(id))
  return [
    ...gone.map((row) => ({ kind: 'removed' as const, id: row.id, before: said(row) })),
    ...[...after.values()].flatMap((row): readonly SkillChange[] => {
      const old = before.get(row.id)
      if (old === undefined) return [{ kind: 'added', id: row.id, after: said(row) }]
      return said(old) === said(row)
        ? []
        : [{ kind: 'renamed', id: row.id, before: said(old), after: said(row) }]
    }),
  ]
}

/** As the centre takes it. */
export const isSkillId = (id: string) => /^[a-z0-9][a-z0-9-]{0,63}$/.test(id)

/** Every row has its id and both names, and no id is there twice. */
export const isWhole = (rows: readonly SkillRow[]) =>
  rows.every(({ id, zh, en }) => isSkillId(id) && zh.trim() !== '' && en.trim() !== '') &&
  new Set(rows.map(({ id }) => id)).size === rows.length

/** The body of `PUT /api/v1/skills`. */
export const skillsBodyOf = (rows: readonly SkillRow[]) => ({
  skills: rows.map(({ id, zh, en }) => ({ id, name: { zh: zh.trim(), en: en.trim() } })),
})
