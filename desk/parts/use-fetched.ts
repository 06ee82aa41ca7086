import { useEffect, useState } from 'react'
import { reasonOf } from '../centre/rest.ts'
import type { Fetched } from './list-state.tsx'

/**
 * Fetches whenever `key` changes, and again on `retry`. What is known stays while it is fetched anew
 * under the same key; an answer that was overtaken is dropped.
 */
export function useFetched<Value>(key: string, fetchIt: () => Promise<Value>) {
  const [held, setHeld] = useState<{ key: string; fetched: Fetched<Value> }>()
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let overtaken = false
    const hold = (fetched: Fetched<Value>) => {
      if (!overtaken) setHeld({ key, fetched })
    }
    fetchIt().then(
      (value) => hold({ is: 'here', value }),
      (fault: unknown) => hold({ is: 'refused', reason: reasonOf(fault) }),
    )
    return () => {
      overtaken = true
    }
    // `fetchIt` is made anew at each render; the key says what it fetches.
  }, [key, attempt])
  const fetched: Fetched<Value> = held?.key === key ? held.fetched : { is: 'coming' }
  return [fetched, () => setAttempt((n) => n + 1)] as const
}
