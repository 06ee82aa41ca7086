import type { Router } from 'express'
import type { RouteContext } from '../route-context.ts'
import { bans } from './bans.ts'
import { contacts } from './contacts/contacts.ts'
import { hold } from './contacts/hold.ts'
import { recordings } from './contacts/recordings.ts'
import { people } from './people.ts'
import { policy } from './policy.ts'
import { sessions } from './sessions.ts'
import { skills } from './skills.ts'
import { tenant } from './tenant.ts'
import { trunks } from './trunks.ts'
import { webCalls } from './web-calls.ts'

/** Everything below `/api/v1`: a file bears the word of its path, and `openapi.ts` describes each. */
export const routes: readonly ((context: RouteContext) => Router)[] = [
  sessions,
  webCalls,
  contacts,
  recordings,
  hold,
  tenant,
  people,
  policy,
  skills,
  trunks,
  bans,
]
