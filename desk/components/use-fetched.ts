import { useEffect, useState } from 'react'
import { isPassing, reasonOf } from '../api/rest.ts'
import type { Fetched } from './list-state.tsx'

/** Passing troubles are tried again without being asked. */
const againMs = 3000

/**
 * Fetches whenever `key` changes, and again on `retry`. What is known stays while it is fetched anew
 * under the same key; an answer that was overtaken is dropped.
 */
export function useFetched<Value>(key: string, fetchIt: () => Promise<Value>) {
  const [held, setHeld] = useState<{ key: string; fetched: Fetched<Value> }>()
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let overtaken = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const hold = (fetched: Fetched<Value>) => {
      if (overtaken) return
      setHeld({ key, fetched })
      if (fetched.is === 'refused' && isPassing(fetched.reason))
        timer = setTimeout(() => setAttempt((n) => n + 1), againMs)
    }
    fetchIt().then(
      (value) => hold({ is: 'here', value }),
      (fault: unknown) => hold({ is: 'refused', reason: reasonOf(fault) }),
    )
    return () => {
      overtaken = true
      clearTimeout(timer)
    }
    // `fetchIt` is made anew at each render; the key says what it fetches.
  }, [key, attempt])
  const fetched: Fetched<Value> = held?.key === key ? held.fetched : { is: 'coming' }
  return [fetched, () => setAttempt((n) => n + 1)] as const
}
