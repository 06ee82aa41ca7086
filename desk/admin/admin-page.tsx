import { rest } from '../api/rest.ts'
import { LoginGate } from '../components/login-gate.tsx'
import { useMessages } from '../theme/preferences.tsx'
import type { AdminApi } from './admin-api.ts'
import { adminMessages } from './admin-messages.ts'
import { Administration } from './administration.tsx'

const live: AdminApi = {
  tenant: rest.tenant,
  changePerson: rest.changePerson,
  routing: rest.routing,
  saveRouting: rest.saveRouting,
  saveSkills: rest.saveSkills,
  trunking: rest.trunking,
  saveTrunking: rest.saveTrunking,
  trunkStates: rest.trunkStates,
  health: rest.health,
}

export function AdminPage() {
  const messages = useMessages(adminMessages)
  return (
    <LoginGate title={messages.title} roles={['admin']}>
      {(session, logOut) => (
        <Administration
          person={session.me.name}
          administering={live}
          logOut={() => void logOut()}
        />
      )}
    </LoginGate>
  )
}
