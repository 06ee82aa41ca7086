import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { Session } from '../../cti/api.ts'
import { sharedMessages } from '../messages/shared-messages.ts'
import { useMessages } from '../theme/preferences.tsx'
import { Brand } from './brand.tsx'
import { LoginForm } from './login-form.tsx'
import { PreferenceControls } from './preference-controls.tsx'
import { useSession } from './use-session.ts'

type LoginGateProps = {
  readonly title: string
  readonly roles: readonly Session['me']['role'][]
  readonly children: (
    session: Session,
    logOut: () => Promise<void>,
    expire: () => void,
  ) => ReactNode
}

/** Lets in who has logged in and may see the page. */
export function LoginGate({ title, roles, children }: LoginGateProps) {
  const messages = useMessages(sharedMessages).login
  const { login, logIn, logOut, expire } = useSession()
  if (login.is === 'checking') return <main className="login-gate soft">{messages.checking}</main>
  if (login.is === 'out')
    return (
      <LoginForm title={title} logIn={logIn} {...(login.expired && { notice: messages.expired })} />
    )
  const { session } = login
  if (roles.includes(session.me.role)) return children(session, logOut, expire)
  return (
    <GateNotice
      text={messages.wrongRole(session.me.name)}
      action={messages.other}
      onAction={() => void logOut()}
    />
  )
}

type GateNoticeProps = {
  readonly text: string
  readonly action: string
  readonly onAction: () => void
}

/** Why the page behind is not shown, and the one thing to do about it. */
export function GateNotice({ text, action, onAction }: GateNoticeProps) {
  return (
    <main className="login-gate">
      <section>
        <header>
          <Brand />
          <PreferenceControls />
        </header>
        <p>{text}</p>
        <br />
        <Button type="primary" block onClick={onAction}>
          {action}
        </Button>
      </section>
    </main>
  )
}
