import { LoginGate } from '../components/login-gate.tsx'
import { useMessages } from '../theme/preferences.tsx'
import { agentMessages } from './agent-messages.ts'
import { LiveDesk } from './live-desk.tsx'
import { isTakenOver, SessionTakenOver } from './session-taken-over.tsx'

export function AgentPage() {
  const messages = useMessages(agentMessages)
  if (isTakenOver()) return <SessionTakenOver />
  return (
    <LoginGate title={messages.title} roles={['agent']}>
      {(session, logOut, expire) => <LiveDesk session={session} logOut={logOut} expire={expire} />}
    </LoginGate>
  )
}
