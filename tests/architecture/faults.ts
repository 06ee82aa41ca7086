import type { Picture, Row } from './picture.ts'
import type { Source } from './source.ts'

/** Everything in which the sources differ from the picture, one sentence each. */
export function findFaults(picture: Picture, sources: readonly Source[]): string[] {
  return [
    ...sources.flatMap((source) => findWrongImports(picture.rows, source)),
    ...sources.flatMap((source) => findWrongUses(picture, source)),
    ...findCycles(sources).map((cycle) => `import cycle: ${cycle.join(' -> ')}`),
  ]
}

/** The row with the longest matching room speaks for a file; a file that no row speaks for is a fault. */
function findWrongImports(rows: readonly Row[], { path, imports }: Source): string[] {
  const row = rowOf(rows, path)
  if (!row) return [`${path} is in no room of the picture`]
  const room = roomIn(row.rooms, path)
  return imports
    .filter((imported) => !isAllowed(row.mayImport, room, imported))
    .map((imported) => `${path} may not import ${imported}`)
}

function rowOf(rows: readonly Row[], path: string): Row | undefined {
  return rows
    .filter((row) => row.rooms.some((room) => path.startsWith(room)))
    .sort((a, b) => roomIn(b.rooms, path).length - roomIn(a.rooms, path).length)[0]
}

const roomIn = (rooms: readonly string[], path: string): string =>
  rooms.filter((room) => path.startsWith(room)).sort((a, b) => b.length - a.length)[0] ?? ''

function isAllowed(mayImport: readonly string[], room: string, imported: string): boolean {
  if (mayImport.includes('everything')) return true
  if (imported.startsWith('node:')) return mayImport.includes('node:')
  if (isPackage(imported)) return mayImport.includes('packages') || mayImport.includes(imported)
  return [room, ...mayImport].some((place) => imported.startsWith(place))
}

/** Paths in the repository have a slash and an ending. */
const isPackage = (imported: string): boolean =>
  imported.startsWith('@') || !/\/.*\.\w+$|^[\w-]+\.config\.\w+$/.test(imported)

function findWrongUses({ soleUses }: Picture, source: Source): string[] {
  return soleUses
    .filter(({ name }) => uses(source, name))
    .filter(({ users }) => !users.some((user) => source.path.startsWith(user)))
    .map(({ name, users }) => `${source.path} may not use ${name}: only ${users.join(', ')} may`)
}

const uses = (source: Source, name: string): boolean =>
  name === 'process.env' ? source.readsEnvironment : source.imports.includes(name)

/** Depth-first: loading a file that is still open closes a cycle. A type may look back at what is made of it. */
function findCycles(sources: readonly Source[]): string[][] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const state = new Map<string, 'open' | 'done'>()
  const cycles: string[][] = []
  const visit = (path: string, way: readonly string[]): void => {
    if (state.get(path) === 'done') return
    if (state.get(path) === 'open') {
      cycles.push([...way.slice(way.indexOf(path)), path])
      return
    }
    state.set(path, 'open')
    for (const imported of byPath.get(path)?.loads ?? []) {
      if (byPath.has(imported)) visit(imported, [...way, path])
    }
    state.set(path, 'done')
  }
  for (const { path } of sources) visit(path, [])
  return cycles
}
