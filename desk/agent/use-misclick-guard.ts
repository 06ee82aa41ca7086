import { useEffect, useState } from 'react'
import { misclickGuardMs } from '../state/call-view.ts'

/** False for a moment after `what` has changed. */
export function useMisclickGuard(what: string): boolean {
  const [settled, setSettled] = useState(what)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(what), misclickGuardMs)
    return () => clearTimeout(timer)
  }, [what])
  return settled === what
}
