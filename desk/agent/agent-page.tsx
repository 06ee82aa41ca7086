import { useWords } from '../look/taste.tsx'
import { Doorstep } from '../parts/doorstep.tsx'
import { agentWords } from './agent-words.ts'
import { LiveDesk } from './live-desk.tsx'
import { hasMoved, Moved } from './moved.tsx'

export function AgentPage() {
  const words = useWords(agentWords)
  if (hasMoved()) return <Moved />
  return (
    <Doorstep title={words.title} roles={['agent']}>
      {(session, logOut, expire) => <LiveDesk session={session} logOut={logOut} expire={expire} />}
    </Doorstep>
  )
}
