import type { Source } from './source.ts'

/**
 * What climbs in a room that is a tower: `layers` are its files and folders, lowest first. Each may import itself and
 * what is lower, types included; a file of the room that stands in no layer is a fault too.
 */
export function findClimbs(
  room: string,
  layers: readonly string[],
  sources: readonly Source[],
): string[] {
  return sources
    .filter(({ path }) => path.startsWith(room))
    .flatMap(({ path, imports }) => {
      const own = layerOf(layers, path)
      if (own < 0) return [`${path} is in no layer of ${room}`]
      return imports
        .filter((imported) => imported.startsWith(room) && layerOf(layers, imported) > own)
        .map((imported) => `${path} may not import ${imported}, which lies above it`)
    })
}

/** The longest name that fits speaks for a file. -1: none does. */
function layerOf(layers: readonly string[], path: string): number {
  const fitting = layers.filter((layer) =>
    layer.endsWith('/') ? path.startsWith(layer) : path === layer || path.startsWith(`${layer}/`),
  )
  const [longest] = fitting.sort((a, b) => b.length - a.length)
  return longest === undefined ? -1 : layers.indexOf(longest)
}
