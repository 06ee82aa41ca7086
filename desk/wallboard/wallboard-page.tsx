import { useWords } from '../look/frame.tsx'
import { Doorstep } from '../parts/doorstep.tsx'
import { wallboardWords } from './wallboard-words.ts'

export function WallboardPage() {
  const words = useWords(wallboardWords)
  return (
    <Doorstep title={words.title} roles={['supervisor', 'admin']}>
      {(session) => <p>{session.me.name}</p>}
    </Doorstep>
  )
}
