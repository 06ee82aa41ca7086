import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const everyMs = 10_000
/** A storm leaves more than this behind: bytes beside what was in use when all was quiet. */
const worthwhile = 16 * 2 ** 20

/**
 * Gives the memory of a storm back. V8 collects when it allocates: a process that has become quiet would keep for hours
 * what it needed for a minute. Returns how to stop.
 */
export function collectWhenIdle(isIdle: () => boolean): () => void {
  setFlagsFromString('--expose-gc')
  // The boundary to the engine: the flag makes this function.
  const collect = runInNewContext('gc') as () => void
  let leastUsed = process.memoryUsage().heapUsed
  const timer = setInterval(() => {
    const { heapUsed } = process.memoryUsage()
    leastUsed = Math.min(leastUsed, heapUsed)
    if (heapUsed - leastUsed < worthwhile || !isIdle()) return
    collect()
    leastUsed = process.memoryUsage().heapUsed
  }, everyMs).unref()
  return () => clearInterval(timer)
}
