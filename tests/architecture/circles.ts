import type { Source } from './source.ts'

/**
 * The sets of files that import each other, by whatever way round, largest first; types are imports too. These are
 * the strongly connected components of more than one file, after Tarjan.
 */
export function findCircles(sources: readonly Source[]): string[][] {
  const byPath = new Map(sources.map((source) => [source.path, source]))
  const places = new Map<string, { index: number; low: number; isOpen: boolean }>()
  const open: string[] = []
  const circles: string[][] = []

  const visit = (source: Source): { low: number } => {
    const own = { index: places.size, low: places.size, isOpen: true }
    places.set(source.path, own)
    open.push(source.path)
    for (const imported of source.imports) {
      const next = byPath.get(imported)
      if (!next) continue
      const place = places.get(imported)
      if (!place) own.low = Math.min(own.low, visit(next).low)
      else if (place.isOpen) own.low = Math.min(own.low, place.index)
    }
    if (own.low === own.index) close(source.path)
    return own
  }

  const close = (first: string): void => {
    const circle = open.splice(open.indexOf(first))
    for (const path of circle) {
      const place = places.get(path)
      if (place) place.isOpen = false
    }
    if (circle.length > 1) circles.push(circle)
  }

  for (const source of sources) if (!places.has(source.path)) visit(source)
  return circles.sort((a, b) => b.length - a.length)
}
