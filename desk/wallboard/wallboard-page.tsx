import { useEffect } from 'react'
import { records } from '../centre/records.ts'
import { useCentre } from '../centre/use-centre.ts'
import { useWords } from '../look/taste.tsx'
import { Doorstep } from '../parts/doorstep.tsx'
import { Wallboard } from './wallboard.tsx'
import { wallboardWords } from './wallboard-words.ts'

const wall = new URLSearchParams(location.search).has('wall')

export function WallboardPage() {
  const words = useWords(wallboardWords)
  return (
    <Doorstep title={words.title} roles={['supervisor', 'admin']}>
      {({ token }, logOut, expire) => (
        <LiveWallboard token={token} logOut={() => void logOut()} expire={expire} />
      )}
    </Doorstep>
  )
}

type Props = {
  readonly token: string
  readonly logOut: () => void
  readonly expire: () => void
}

function LiveWallboard({ token, logOut, expire }: Props) {
  const { view, ask, refused } = useCentre(token, 'board')
  useEffect(() => {
    if (refused !== undefined) expire()
  }, [refused, expire])
  return <Wallboard centre={view} wall={wall} ask={ask} records={records} logOut={logOut} />
}
