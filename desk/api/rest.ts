import { z } from 'zod'
import type { Skill, Tenant } from '../../core/tenant.ts'
import type { ShownTrunking, TrunkingDraft, TrunkStates } from '../../core/trunking.ts'
import { contactList, refusal, session, webCall } from '../../cti/api.ts'
import type { Records } from '../history/history-context.ts'
import type { RoutingFault, RoutingPolicies } from '../state/routing-draft.ts'

/** A request that was refused (why is in `reason`) or never arrived (`network`). */
export class RestRefusal extends Error {
  override readonly name = 'RestRefusal'
  readonly reason: string
  /** What makes no sense to routing, one by one. */
  readonly faults: readonly RoutingFault[]
  constructor(reason: string, cause?: unknown, faults: readonly RoutingFault[] = []) {
    super(reason, { cause })
    this.reason = reason
    this.faults = faults
  }
}

export const reasonOf = (fault: unknown) =>
  fault instanceof RestRefusal ? fault.reason : 'internal-error'

/** What `/healthz` may say beside its status. */
const healthWords = z.object({ reason: z.string().optional() })

/** The centre is away or starting: the same request may succeed in a moment. */
export const isPassing = (reason: string) => reason === 'network' || reason === 'starting'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

async function request(method: Method, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`/api/v1${path}`, {
    method,
    credentials: 'same-origin',
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  }).catch((cause: unknown) => {
    throw new RestRefusal('network', cause)
  })
  const text = await response.text()
  const answer: unknown = text === '' ? undefined : parsed(text)
  if (response.ok) return answer
  const refused = refusal.safeParse(answer)
  if (!refused.success) throw new RestRefusal('internal-error')
  throw new RestRefusal(refused.data.reason, undefined, refused.data.faults)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new RestRefusal('internal-error', cause)
  }
}

function checked<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.infer<Schema> {
  const result = schema.safeParse(answer)
  if (!result.success) throw new RestRefusal('bad-frame', result.error)
  return result.data
}

const query = (fields: Readonly<Record<string, string | number | undefined>>) => {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined)
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
}

export type PersonPatchBody = {
  readonly name?: string
  readonly phone?: string | null
  readonly password?: string
  readonly queues?: readonly string[]
  readonly skills?: Readonly<Record<string, number>>
  readonly tiers?: Readonly<Record<string, number>>
}

export type SkillsBody = {
  readonly skills: readonly { readonly id: string; readonly name: Skill['name'] }[]
}

const holdPath = (contact: string) => `/contacts/${encodeURIComponent(contact)}/hold`

/** `/api/v1`. The session travels in its HttpOnly cookie. Each call throws `RestRefusal`. */
export const rest = {
  logIn: async (user: string, password: string) =>
    checked(session, await request('POST', '/sessions', { user, password })),
  currentSession: async () => checked(session, await request('GET', '/sessions/current')),
  logOut: () => request('DELETE', '/sessions/current'),
  contacts: async (by: { from?: string; agent?: string; limit?: number }) =>
    checked(contactList, await request('GET', `/contacts?${query(by)}`)).contacts,
  setHold: (contact: string, note: string) => request('PUT', holdPath(contact), { note }),
  liftHold: (contact: string) => request('DELETE', holdPath(contact)),
  startWebCall: async (number: string, name?: string) =>
    checked(webCall, await request('POST', '/web-calls', { number, ...(name && { name }) })),
  /** The tenant's schema lives with the server; it is trusted like everything of the same version. */
  tenant: async () => (await request('GET', '/tenant')) as Tenant,
  health: async () => {
    const response = await fetch('/healthz').catch((cause: unknown) => {
      throw new RestRefusal('network', cause)
    })
    const said = healthWords.safeParse(parsed(await response.text()))
    return { able: response.ok, checkedAt: Date.now(), ...(said.success && said.data) }
  },
  changePerson: (id: string, patch: PersonPatchBody) =>
    request('PATCH', `/people/${encodeURIComponent(id)}`, patch),
  routing: async () => (await request('GET', '/policy')) as RoutingPolicies,
  saveRouting: (routing: RoutingPolicies) => request('PUT', '/policy', routing),
  trunking: async () => (await request('GET', '/trunks')) as ShownTrunking,
  saveTrunking: (trunking: TrunkingDraft) => request('PUT', '/trunks', trunking),
  trunkStates: async () => (await request('GET', '/trunks/status')) as TrunkStates,
  saveSkills: (body: SkillsBody) => request('PUT', '/skills', body),
}

/** Where a contact's recording plays from; the cookie opens it. */
const recordingUrl = (contact: string, recording: string) =>
  `/api/v1/contacts/${encodeURIComponent(contact)}/recordings/${encodeURIComponent(recording)}`

export const records: Records = {
  ofCaller: (from) => rest.contacts({ from, limit: 20 }),
  ofAgent: (agent) => rest.contacts({ agent, limit: 20 }),
  latest: () => rest.contacts({ limit: 50 }),
  recordingUrl,
  setHold: rest.setHold,
  liftHold: rest.liftHold,
}
