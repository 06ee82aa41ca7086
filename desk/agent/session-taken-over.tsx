import { GateNotice } from '../components/login-gate.tsx'
import { refusalMessages } from '../messages/refusal-messages.ts'
import { useMessages } from '../theme/preferences.tsx'
import { agentMessages } from './agent-messages.ts'

/** Where a page goes whose person has opened the desk on another one. */
export const takenOverSearch = '?moved'
export const isTakenOver = (): boolean => location.search === takenOverSearch

/** What an older page shows; it takes the desk back only when the person says so. */
export function SessionTakenOver() {
  const messages = useMessages(agentMessages)
  const refusals = useMessages(refusalMessages)
  const takeBack = () => location.replace(location.pathname)
  return <GateNotice text={refusals.elsewhere} action={messages.workHere} onAction={takeBack} />
}
