import { rest } from '../centre/rest.ts'
import { useWords } from '../look/taste.tsx'
import { Doorstep } from '../parts/doorstep.tsx'
import type { Administering } from './administering.ts'
import { Administration } from './administration.tsx'
import { adminWords } from './admin-words.ts'

const live: Administering = {
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
  const words = useWords(adminWords)
  return (
    <Doorstep title={words.title} roles={['admin']}>
      {(session, logOut) => (
        <Administration
          person={session.me.name}
          administering={live}
          logOut={() => void logOut()}
        />
      )}
    </Doorstep>
  )
}
