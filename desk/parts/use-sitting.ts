import { useCallback, useEffect, useState } from 'react'
import type { Session } from '../../cti/api.ts'
import { reasonOf, rest } from '../centre/rest.ts'

/** One person's time at this page, from logging in to logging off. */
export type Sitting =
  | { readonly is: 'checking' }
  | { readonly is: 'out'; readonly expired: boolean }
  | { readonly is: 'in'; readonly session: Session }

/** Takes up the sitting that the cookie still opens, after a page reload; otherwise asks to log in. */
export function useSitting() {
  const [sitting, setSitting] = useState<Sitting>({ is: 'checking' })
  useEffect(() => {
    rest.currentSession().then(
      (session) => setSitting({ is: 'in', session }),
      () => setSitting({ is: 'out', expired: false }),
    )
  }, [])
  const logIn = useCallback(async (user: string, password: string) => {
    setSitting({ is: 'in', session: await rest.logIn(user, password) })
  }, [])
  const logOut = useCallback(async () => {
    await rest.logOut().catch(reasonOf)
    setSitting({ is: 'out', expired: false })
  }, [])
  /** The centre no longer knows the token. */
  const expire = useCallback(() => setSitting({ is: 'out', expired: true }), [])
  return { sitting, logIn, logOut, expire }
}
