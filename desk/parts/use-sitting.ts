import { useCallback, useEffect, useRef, useState } from 'react'
import type { Session } from '../../cti/api.ts'
import { isPassing, reasonOf, rest } from '../centre/rest.ts'
import { remember, remembered } from '../look/memory.ts'

/** One person's time at this page, from logging in to logging off. */
export type Sitting =
  | { readonly is: 'checking' }
  | { readonly is: 'out'; readonly expired: boolean }
  | { readonly is: 'in'; readonly session: Session }

/** Nobody who never logged in here is asked for a session. */
const memory = 'sitting'
const out: Sitting = { is: 'out', expired: false }
const againMs = 1000

/** The session that the cookie still opens; a centre that is away or starting is waited for. */
function recall(show: (sitting: Sitting) => void): () => void {
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

/** Takes up the sitting that the cookie still opens, after a page reload; otherwise asks to log in. */
export function useSitting() {
  const [sitting, setSitting] = useState<Sitting>(() =>
    remembered(memory) === null ? out : { is: 'checking' },
  )
  useEffect(() => (remembered(memory) === null ? undefined : recall(setSitting)), [])
  const leaving = useRef(false)
  const logIn = useCallback(async (user: string, password: string) => {
    setSitting({ is: 'in', session: await rest.logIn(user, password) })
    remember(memory, 'in')
  }, [])
  const logOut = useCallback(async () => {
    // The centre's news of the logging off asks for it a second time.
    if (leaving.current) return
    leaving.current = true
    remember(memory, null)
    // Whether or not the centre heard it, this page is left.
    await rest.logOut().catch(reasonOf)
    leaving.current = false
    setSitting(out)
  }, [])
  /** The centre no longer knows the token. */
  const expire = useCallback(() => {
    remember(memory, null)
    setSitting({ is: 'out', expired: true })
  }, [])
  return { sitting, logIn, logOut, expire }
}
