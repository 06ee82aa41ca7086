import { useCallback, useEffect, useRef, useState } from 'react'
import type { Session } from '../../cti/api.ts'
import { isPassing, reasonOf, rest } from '../api/rest.ts'
import { remember, remembered } from '../theme/local-memory.ts'

/** One person's time at this page, from logging in to logging off. */
type LoginState =
  | { readonly is: 'checking' }
  | { readonly is: 'out'; readonly expired: boolean }
  | { readonly is: 'in'; readonly session: Session }

/** Nobody who never logged in here is asked for a session. */
const memoryKey = 'session'
const out: LoginState = { is: 'out', expired: false }
const againMs = 1000

/** The session that the cookie still opens; a centre that is away or starting is waited for. */
function recall(show: (login: LoginState) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false
  const tryIt = () => {
    rest.currentSession().then(
      (session) => {
        if (!stopped) show({ is: 'in', session })
      },
      (fault: unknown) => {
        if (stopped) return
        if (isPassing(reasonOf(fault))) timer = setTimeout(tryIt, againMs)
        else show(out)
      },
    )
  }
  tryIt()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

/** Takes up the session that the cookie still opens, after a page reload; otherwise asks to log in. */
export function useSession() {
  const [login, setLogin] = useState<LoginState>(() =>
    remembered(memoryKey) === null ? out : { is: 'checking' },
  )
  useEffect(() => (remembered(memoryKey) === null ? undefined : recall(setLogin)), [])
  const leaving = useRef(false)
  const logIn = useCallback(async (user: string, password: string) => {
    setLogin({ is: 'in', session: await rest.logIn(user, password) })
    remember(memoryKey, 'in')
  }, [])
  const logOut = useCallback(async () => {
    // The centre's news of the logging off asks for it a second time.
    if (leaving.current) return
    leaving.current = true
    remember(memoryKey, null)
    // Whether or not the centre heard it, this page is left.
    await rest.logOut().catch(reasonOf)
    leaving.current = false
    setLogin(out)
  }, [])
  /** The centre no longer knows the token. */
  const expire = useCallback(() => {
    remember(memoryKey, null)
    setLogin({ is: 'out', expired: true })
  }, [])
  return { login, logIn, logOut, expire }
}
