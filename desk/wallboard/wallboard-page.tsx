import { useEffect } from 'react'
import { records } from '../api/rest.ts'
import { useCentre } from '../api/use-centre.ts'
import { LoginGate } from '../components/login-gate.tsx'
import { useMessages } from '../theme/preferences.tsx'
import { wallboardMessages } from './wallboard-messages.ts'
import { Wallboard } from './wallboard.tsx'

const wall = new URLSearchParams(location.search).has('wall')

export function WallboardPage() {
  const messages = useMessages(wallboardMessages)
  return (
    <LoginGate title={messages.title} roles={['supervisor', 'admin']}>
      {({ token }, logOut, expire) => (
        <LiveWallboard token={token} logOut={() => void logOut()} expire={expire} />
      )}
    </LoginGate>
  )
}

type LiveWallboardProps = {
  readonly token: string
  readonly logOut: () => void
  readonly expire: () => void
}

function LiveWallboard({ token, logOut, expire }: LiveWallboardProps) {
  const { view, ask, refused } = useCentre(token, 'board')
  useEffect(() => {
    if (refused !== undefined) expire()
  }, [refused, expire])
  return <Wallboard centre={view} wall={wall} ask={ask} records={records} logOut={logOut} />
}
