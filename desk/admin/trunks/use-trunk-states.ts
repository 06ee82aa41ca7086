import { useEffect, useState } from 'react'
import type { TrunkStates } from '../../../core/trunking.ts'
import type { AdminApi } from '../admin-api.ts'

const everyMs = 3000

/** How the trunks are now, looked at every few seconds; empty while nobody can tell. */
export function useTrunkStates({ trunkStates }: AdminApi): TrunkStates {
  const [states, setStates] = useState<TrunkStates>({})
  useEffect(() => {
    let isLeft = false
    const look = () =>
      void trunkStates().then(
        (next) => !isLeft && setStates(next),
        () => !isLeft && setStates({}),
      )
    look()
    const timer = setInterval(look, everyMs)
    return () => {
      isLeft = true
      clearInterval(timer)
    }
  }, [trunkStates])
  return states
}
