import type { Person } from '../../core/tenant.ts'

/** The fields of a person that can be changed, as they stand in the form. */
export type PersonForm = {
  readonly name: string
  readonly queues: readonly string[]
  /** Empty: the softphone of the page. */
  readonly phone: string
  /** Empty: stays as it is. */
  readonly password: string
}

export type PersonChange =
  | { readonly field: 'name'; readonly before: string; readonly after: string }
  | {
      readonly field: 'queues'
      readonly before: readonly string[]
      readonly after: readonly string[]
    }
  | { readonly field: 'phone'; readonly before: string; readonly after: string }
  | { readonly field: 'password' }

export const formOf = (person: Person): PersonForm => ({
  name: person.name,
  queues: person.queues,
  phone: person.phone ?? '',
  password: '',
})

/** What saving the form would change: shown before it is done. */
export function personChanges(person: Person, form: PersonForm): readonly PersonChange[] {
  const changes: PersonChange[] = []
  const [name, phone] = [form.name.trim(), form.phone.trim()]
  if (name !== person.name) changes.push({ field: 'name', before: person.name, after: name })
  if (phone !== (person.phone ?? ''))
    changes.push({ field: 'phone', before: person.phone ?? '', after: phone })
  if ([...form.queues].sort().join() !== [...person.queues].sort().join())
    changes.push({ field: 'queues', before: person.queues, after: form.queues })
  if (form.password !== '') changes.push({ field: 'password' })
  return changes
}

/** The body of `PATCH /api/v1/people/:id` for these changes. */
export function patchOf(changes: readonly PersonChange[], password: string) {
  const patch: {
    name?: string
    phone?: string | null
    queues?: readonly string[]
    password?: string
  } = {}
  for (const change of changes) {
    if (change.field === 'name') patch.name = change.after
    else if (change.field === 'phone') patch.phone = change.after === '' ? null : change.after
    else if (change.field === 'queues') patch.queues = change.after
    else patch.password = password
  }
  return patch
}

/** A SIP address as the centre takes it. */
export const isSipAddress = (address: string) => /^sips?:[^\s|<>]{1,200}$/.test(address)
