import type { Tenant } from '../../core/tenant.ts'
import { namesOf, saySkills } from '../state/name-lists.ts'
import type { Levels, PersonChange } from '../state/person-changes.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { adminMessages } from './admin-messages.ts'

type PersonChangesProps = { readonly changes: readonly PersonChange[]; readonly tenant: Tenant }

/** What saving would change, before it is done. */
export function PersonChanges({ changes, tenant }: PersonChangesProps) {
  const messages = useMessages(adminMessages)
  const say = useChangeWords(tenant)
  return (
    <section className="changes" aria-live="polite">
      <h3 className="label">{changes.length === 0 ? messages.noChanges : messages.changes}</h3>
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

type ChangeSentence = readonly [field: string, before: string, after: string]

function useChangeWords(tenant: Tenant): (change: PersonChange) => ChangeSentence {
  const messages = useMessages(adminMessages)
  const { language } = usePreferences()
  const queueNames = (ids: readonly string[]) =>
    ids.length === 0 ? messages.noQueues : namesOf(ids, tenant.queues, language)
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
        return [messages.name, change.before, change.after]
      case 'phone':
        return [
          messages.phone,
          change.before || messages.softphone,
          change.after || messages.softphone,
        ]
      case 'queues':
        return [messages.queues, queueNames(change.before), queueNames(change.after)]
      case 'skills':
        return [messages.skills, ...levels(change, tenant.skills, messages.noSkill)]
      case 'tiers':
        return [messages.tier, ...levels(change, tenant.queues, messages.firstTier)]
      case 'password':
        return [messages.password, '', messages.passwordChange]
    }
  }
}
