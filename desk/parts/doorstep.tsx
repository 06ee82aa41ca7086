import type { ReactNode } from 'react'
import type { Session } from '../../cti/api.ts'
import { useWords } from '../look/taste.tsx'
import { sharedWords } from '../words/shared-words.ts'
import { DoorstepNotice } from './doorstep-notice.tsx'
import { LoginForm } from './login-form.tsx'
import { useSitting } from './use-sitting.ts'

type Props = {
  readonly title: string
  readonly roles: readonly Session['me']['role'][]
  readonly children: (
    session: Session,
    logOut: () => Promise<void>,
    expire: () => void,
  ) => ReactNode
}

/** Lets in who has logged in and may see the page. */
export function Doorstep({ title, roles, children }: Props) {
  const words = useWords(sharedWords).login
  const { sitting, logIn, logOut, expire } = useSitting()
  if (sitting.is === 'checking') return <main className="doorstep soft">{words.checking}</main>
  if (sitting.is === 'out')
    return (
      <LoginForm title={title} logIn={logIn} {...(sitting.expired && { notice: words.expired })} />
    )
  const { session } = sitting
  if (roles.includes(session.me.role)) return children(session, logOut, expire)
  return (
    <DoorstepNotice
      text={words.wrongRole(session.me.name)}
      act={words.other}
      onAct={() => void logOut()}
    />
  )
}
