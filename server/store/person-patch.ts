import type { Routed } from '../../core/policy.ts'
import type { Person } from '../../core/tenant.ts'

/** What to change; `null` takes a field away: without `phone` it is the softphone. */
export type PersonPatch = PersonFields & { readonly password?: string }
type PersonFields = Nullable<Routed> & { readonly name?: string; readonly phone?: string | null }
type Nullable<Fields> = { readonly [Name in keyof Fields]?: Fields[Name] | null }

/** The person as the patch makes him. */
export function patched(person: Person, patch: PersonFields): Person {
  const fields = Object.entries({ ...person, ...patch }).filter(([, value]) => value !== null)
  // The boundary: what a person must have is never null in a patch that was read.
  return Object.fromEntries(fields) as Person
}
