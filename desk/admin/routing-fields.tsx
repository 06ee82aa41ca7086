import { Form, InputNumber, Select } from 'antd'
import type { Tenant } from '../../core/tenant.ts'
import type { Levels, PersonForm } from '../state/person-changes.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { adminMessages } from './admin-messages.ts'

type RoutingFieldsProps = {
  readonly form: PersonForm
  readonly change: (part: Partial<PersonForm>) => void
  readonly tenant: Tenant
}

const levels = [0, 1, 2, 3, 4, 5]
const lowestTier = 99

/** The tier in each queue served, and the level in each skill. */
export function RoutingFields({ form, change, tenant }: RoutingFieldsProps) {
  const messages = useMessages(adminMessages)
  const { language } = usePreferences()
  const queues = tenant.queues.filter(({ id }) => form.queues.includes(id))
  return (
    <>
      {queues.length > 0 && (
        <Form.Item label={messages.tier} extra={messages.tierHint}>
          <ul className="level-list">
            {queues.map(({ id, name }) => (
              <li key={id}>
                <span>{name[language]}</span>
                <InputNumber
                  size="small"
                  min={1}
                  max={lowestTier}
                  precision={0}
                  aria-label={`${messages.tier} ${name[language]}`}
                  value={form.tiers[id] ?? 1}
                  onChange={(tier) => change({ tiers: { ...form.tiers, [id]: tier ?? 1 } })}
                />
              </li>
            ))}
          </ul>
        </Form.Item>
      )}
      <Form.Item label={messages.skills}>
        {tenant.skills.length === 0 && <span className="soft">{messages.noSkills}</span>}
        <ul className="level-list">
          {tenant.skills.map(({ id, name }) => (
            <li key={id}>
              <span>{name[language]}</span>
              <Select
                size="small"
                aria-label={`${messages.skills} ${name[language]}`}
                value={form.skills[id] ?? 0}
                options={levels.map((level) => ({
                  value: level,
                  label: level === 0 ? messages.noSkill : messages.level(level),
                }))}
                onChange={(level) => change({ skills: withLevel(form.skills, id, level) })}
              />
            </li>
          ))}
        </ul>
      </Form.Item>
    </>
  )
}

/** A skill at no level is not there. */
function withLevel(skills: Levels, id: string, level: number): Levels {
  const others = Object.entries(skills).filter(([skill]) => skill !== id)
  return Object.fromEntries(level === 0 ? others : [...others, [id, level]])
}
