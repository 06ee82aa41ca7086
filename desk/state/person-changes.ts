import type { Person } from '../../core/tenant.ts'

export type Levels = Readonly<Record<string, number>>

/** The fields of a person that can be changed, as they stand in the form. */
export type PersonForm = {
  readonly name: string
  readonly queues: readonly string[]
  /** Levels by skill. */
  readonly skills: Levels
  /** By queue; 1 where nothing is said. */
  readonly tiers: Levels
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
  | { readonly field: 'skills' | 'tiers'; readonly before: Levels; readonly after: Levels }
  | { readonly field: 'phone'; readonly before: string; readonly after: string }
  | { readonly field: 'password' }

export const formOf = (person: Person): PersonForm => ({
  name: person.name,
  queues: person.queues,
  skills: person.skills ?? {},
  tiers: person.tiers ?? {},
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
  const skills = person.skills ?? {}
  if (!isSame(skills, form.skills))
    changes.push({ field: 'skills', before: skills, after: form.skills })
  // A queue that is not served has no tier.
  const [before, after] = [ownTiers(person, person.tiers), ownTiers(form, form.tiers)]
  if (!isSame(before, after)) changes.push({ field: 'tiers', before, after })
  if (form.password !== '') changes.push({ field: 'password' })
  return changes
}

/** Of the queues served, those that are not the first, in their order. */
const ownTiers = ({ queues }: { readonly queues: readonly string[] }, tiers: Levels = {}): Levels =>
  Object.fromEntries(
    queues.flatMap((queue) => {
      const tier = tiers[queue] ?? 1
      return tier === 1 ? [] : [[queue, tier] as const]
    }),
  )

const sorted = (levels: Levels) =>
  Object.entries(levels).sort(([one], [other]) => one.localeCompare(other, 'en'))
const isSame = (one: Levels, other: Levels) =>
  JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))

/** The body of `PATCH /api/v1/people/:id` for these changes. */
export function patchOf(changes: readonly PersonChange[], password: string) {
  const patch: {
    name?: string
    phone?: string | null
    queues?: readonly string[]
    skills?: Levels
    tiers?: Levels
    password?: string
  } = {}
  for (const change of changes) {
    if (change.field === 'name') patch.name = change.after
    else if (change.field === 'phone') patch.phone = change.after === '' ? null : change.after
    else if (change.field === 'queues') patch.queues = change.after
    else if (change.field === 'skills') patch.skills = change.after
    else if (change.field === 'tiers') patch.tiers = change.after
    else patch.password = password
  }
  return patch
}

/** A SIP address as the centre takes it. */
export const isSipAddress = (address: string) => /^sips?:[^\s|<>]{1,200}$/.test(address)
