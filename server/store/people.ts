import { eq } from 'drizzle-orm'
import type { AgentId } from '../../core/names.ts'
import type { Person } from '../../core/tenant.ts'
import { writeAudit } from './audit.ts'
import type { Database } from './database.ts'
import { hashPassword, isPasswordOf } from './password.ts'
import { patched, type PersonPatch } from './person-patch.ts'
import { people } from './schema.ts'

/** A person whose password was right; `demo`: it is the published one. */
export type Login = { readonly person: Person; readonly demo: boolean }

/** Undefined for an unknown user as for a wrong password; both take the same time. */
export async function authenticate(
  database: Database,
  user: string,
  password: string,
): Promise<Login | undefined> {
  const row = await findRow(database, user)
  const right = await isPasswordOf(row?.passwordHash, password)
  return row && right ? { person: personOf(row), demo: row.demo } : undefined
}

export async function findPerson(database: Database, id: string): Promise<Person | undefined> {
  const row = await findRow(database, id)
  return row && personOf(row)
}

export async function allPeople(database: Database): Promise<Person[]> {
  return (await database.select().from(people).orderBy(people.id)).map(personOf)
}

/** Changes a person and notes who did it. Undefined when there is no such person. */
export async function patchPerson(
  database: Database,
  id: string,
  { password, ...fields }: PersonPatch,
  by: string,
): Promise<Person | undefined> {
  const secret = password === undefined ? {} : await newSecret(password)
  const change = { ...fields, ...(password !== undefined && { password: 'changed' }) }
  return database.transaction(async (transaction) => {
    const row = await findRow(transaction, id)
    if (!row || Object.keys(change).length === 0) return row && personOf(row)
    const person = patched(personOf(row), fields)
    await transaction
      .update(people)
      .set({ ...columnsOf(person), ...secret })
      .where(eq(people.id, row.id))
    const target = `person:${id}`
    await writeAudit(transaction, { at: Date.now(), who: by, action: 'patch', target, change })
    return person
  })
}

const newSecret = async (password: string) => ({
  passwordHash: await hashPassword(password),
  demo: false,
})

async function findRow(database: Database, id: string): Promise<PersonRow | undefined> {
  const [row] = await database
    .select()
    .from(people)
    .where(eq(people.id, id as AgentId))
  return row
}

type PersonRow = typeof people.$inferSelect

function personOf({ id, name, role, queues, routing, phone }: PersonRow): Person {
  return { id, name, role, queues, ...routing, ...(phone !== null && { phone }) }
}

/** All but the secret. */
export function columnsOf({ id, name, role, queues, phone, ...routing }: Person) {
  return { id, name, role, queues, phone: phone ?? null, routing }
}
