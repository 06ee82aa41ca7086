import type { Source } from './source.ts'

/** Exports of `sources`, `path name`, that no other file of `users` takes. */
export function findUnusedExports(sources: readonly Source[], users: readonly Source[]): string[] {
  const used = new Set(
    users.flatMap(({ path, uses }) =>
      uses.filter(({ from }) => from !== path).map(({ from, name }) => `${from} ${name}`),
    ),
  )
  return sources.flatMap(({ path, exports }) =>
    used.has(`${path} *`)
      ? []
      : exports.map((name) => `${path} ${name}`).filter((each) => !used.has(each)),
  )
}
