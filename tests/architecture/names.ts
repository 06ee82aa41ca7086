import type { Source } from './source.ts'

/** Type names that several files declare, each with its owners. */
export function findSharedNames(sources: readonly Source[]): { name: string; owners: string[] }[] {
  const owners = new Map<string, string[]>()
  for (const { path, types } of sources)
    for (const name of new Set(types)) owners.set(name, [...(owners.get(name) ?? []), path])
  return [...owners]
    .filter(([, paths]) => paths.length > 1)
    .map(([name, paths]) => ({ name, owners: paths }))
    .sort((a, b) => a.name.localeCompare(b.name))
}
