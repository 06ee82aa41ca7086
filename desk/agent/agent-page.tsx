import { useWords } from '../look/frame.tsx'
import { Doorstep } from '../parts/doorstep.tsx'
import { agentWords } from './agent-words.ts'

export function AgentPage() {
  const words = useWords(agentWords)
  return (
    <Doorstep title={words.title} roles={['agent', 'supervisor']}>
      {(session) => <p>{session.me.name}</p>}
    </Doorstep>
  )
}
