import { useEffect, useState } from 'react'
import { settleMs } from '../state/scene.ts'

/** False for a moment after `what` has changed. */
export function useSettled(what: string): boolean {
  const [settled, setSettled] = useState(what)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(what), settleMs)
    return () => clearTimeout(timer)
  }, [what])
  return settled === what
}
