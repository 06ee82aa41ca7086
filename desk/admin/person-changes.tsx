import type { Tenant } from '../../core/tenant.ts'
import { useTaste, useWords } from '../look/taste.tsx'
import type { Levels, PersonChange } from '../state/person-changes.ts'
import { namesOf } from '../state/queue-names.ts'
import { saySkills } from '../state/routed-words.ts'
import { adminWords } from './admin-words.ts'

type Props = { readonly changes: readonly PersonChange[]; readonly tenant: Tenant }

/** What saving would change, before it is done. */
export function PersonChanges({ changes, tenant }: Props) {
  const words = useWords(adminWords)
  const say = useChangeWords(tenant)
  return (
    <section className="changes" aria-live="polite">
      <h3 className="label">{changes.length === 0 ? words.noChanges : words.changes}</h3>
      <ul>
        {changes.map(say).map(([field, before, after]) => (
          <li key={field}>
            <span className="soft">{field}</span>
            <span>
              {before !== '' && <del>{before}</del>} <ins>{after}</ins>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

type Said = readonly [field: string, before: string, after: string]

function useChangeWords(tenant: Tenant): (change: PersonChange) => Said {
  const words = useWords(adminWords)
  const { language } = useTaste()
  const queueNames = (ids: readonly string[]) =>
    ids.length === 0 ? words.noQueues : namesOf(ids, tenant.queues, language)
  const levels = (
    { before, after }: { readonly before: Levels; readonly after: Levels },
    known: Tenant['skills'] | Tenant['queues'],
    none: string,
  ) =>
    [saySkills(before, known, language) || none, saySkills(after, known, language) || none] as const
  return (change) => {
    const { field } = change
    switch (field) {
      case 'name':
        return [words.name, change.before, change.after]
      case 'phone':
        return [words.phone, change.before || words.softphone, change.after || words.softphone]
      case 'queues':
        return [words.queues, queueNames(change.before), queueNames(change.after)]
      case 'skills':
        return [words.skills, ...levels(change, tenant.skills, words.noSkill)]
      case 'tiers':
        return [words.tier, ...levels(change, tenant.queues, words.firstTier)]
      case 'password':
        return [words.password, '', words.passwordChange]
    }
  }
}
