import type { Policy, Trial } from '../../core/policy.ts'
import type { Flow, Hotline, Person, Queue, Skill, Tenant } from '../../core/tenant.ts'
import { writeAudit } from './audit.ts'
import type { Database } from './database.ts'
import { hashPassword } from './password.ts'
import { allPeople, columnsOf } from './people.ts'
import { flows, hotlines, people, queues, tenants } from './schema.ts'

/** The whole configuration; undefined before anything was installed. */
export async function readTenant(database: Database): Promise<Tenant | undefined> {
  const [tenant] = await database.select().from(tenants)
  if (!tenant) return undefined
  const { id, skills, policy, trial, trunks, outbound, unknownSources } = tenant
  return {
    id,
    skills,
    policy,
    trunks,
    unknownSources,
    ...(trial && { trial }),
    ...(outbound && { outbound }),
    hotlines: await database.select().from(hotlines).orderBy(hotlines.number),
    queues: await database.select().from(queues).orderBy(queues.id),
    people: await allPeople(database),
    flows: await database.select().from(flows).orderBy(flows.id),
  }
}

/**
 * Fills an empty store with a first configuration whose passwords are published; false when there is one already.
 * `passwords` is by person.
 */
export async function installTenant(
  database: Database,
  tenant: Tenant,
  passwords: Readonly<Record<string, string>>,
): Promise<boolean> {
  const rows = await Promise.all(tenant.people.map((person) => personRow(person, passwords)))
  return database.transaction(async (transaction) => {
    const [present] = await transaction.select().from(tenants)
    if (present) return false
    await transaction.insert(tenants).values(tenantRow(tenant))
    await transaction.insert(queues).values([...tenant.queues])
    await transaction.insert(flows).values([...tenant.flows])
    await transaction.insert(hotlines).values([...tenant.hotlines])
    await transaction.insert(people).values(rows)
    return true
  })
}

const tenantRow = (tenant: Tenant) => {
  const { id, skills, policy, trial, trunks, outbound, unknownSources } = tenant
  return { id, skills, policy, trial, trunks, outbound, unknownSources }
}

async function personRow(person: Person, passwords: Readonly<Record<string, string>>) {
  const password = passwords[person.id]
  if (password === undefined) throw new Error(`no password is given for ${person.id}`)
  return { ...columnsOf(person), passwordHash: await hashPassword(password), demo: true }
}

/** Adds or replaces a queue, and notes who did it. */
export function saveQueue(database: Database, queue: Queue, by: string): Promise<void> {
  return save(database, `queue:${queue.id}`, queue, by, (transaction) =>
    transaction.insert(queues).values(queue).onConflictDoUpdate({ target: queues.id, set: queue }),
  )
}

export function saveFlow(database: Database, flow: Flow, by: string): Promise<void> {
  return save(database, `flow:${flow.id}`, flow, by, (transaction) =>
    transaction.insert(flows).values(flow).onConflictDoUpdate({ target: flows.id, set: flow }),
  )
}

export function saveHotline(database: Database, hotline: Hotline, by: string): Promise<void> {
  return save(database, `hotline:${hotline.number}`, hotline, by, (transaction) =>
    transaction
      .insert(hotlines)
      .values(hotline)
      .onConflictDoUpdate({ target: hotlines.number, set: hotline }),
  )
}

/** Replaces the policy; without a trial none goes on. */
export function saveRouting(
  database: Database,
  { policy, trial }: { readonly policy: Policy; readonly trial?: Trial },
  by: string,
): Promise<void> {
  const change = { policy, ...(trial && { trial }) }
  return save(database, `policy:${policy.version}`, change, by, (transaction) =>
    transaction.update(tenants).set({ policy, trial: trial ?? null }),
  )
}

/** Replaces the trunks and who may be called by them; the note of it bears no password. */
export function saveTrunking(
  database: Database,
  trunking: Pick<Required<Tenant>, 'trunks' | 'unknownSources'> & Pick<Tenant, 'outbound'>,
  by: string,
): Promise<void> {
  const { trunks, outbound, unknownSources } = trunking
  const shown = trunks.map(({ account, ...trunk }) => ({
    ...trunk,
    ...(account && { account: { ...account, password: '…' } }),
  }))
  return save(database, 'trunking', { ...trunking, trunks: shown }, by, (transaction) =>
    transaction.update(tenants).set({ trunks, unknownSources, outbound: outbound ?? null }),
  )
}

export function saveSkills(
  database: Database,
  skills: readonly Skill[],
  by: string,
): Promise<void> {
  return save(database, 'skills', { skills }, by, (transaction) =>
    transaction.update(tenants).set({ skills }),
  )
}

function save(
  database: Database,
  target: string,
  change: object,
  who: string,
  write: (transaction: Database) => PromiseLike<unknown>,
): Promise<void> {
  return database.transaction(async (transaction) => {
    await write(transaction)
    const entry = { at: Date.now(), who, action: 'save', target, change: { ...change } }
    await writeAudit(transaction, entry)
  })
}
