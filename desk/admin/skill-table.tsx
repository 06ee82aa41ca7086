import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { App, Button, Input, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import type { Tenant } from '../../core/tenant.ts'
import { namesOf } from '../state/name-lists.ts'
import {
  isSkillId,
  isWhole,
  rowsOf,
  type SkillChange,
  skillChanges,
  type SkillRow,
  skillsBodyOf,
} from '../state/skill-changes.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import type { AdminApi } from './admin-api.ts'
import { policyMessages } from './policy-messages.ts'
import { useRefusal } from './use-refusal.ts'

type SkillTableProps = {
  readonly tenant: Tenant
  readonly administering: AdminApi
  readonly refresh: () => void
}

/** A row keeps its place while its id is written. */
type EditedSkill = SkillRow & { readonly key: number; readonly isNew: boolean }

const rowsFrom = (tenant: Tenant): readonly EditedSkill[] =>
  rowsOf(tenant.skills).map((row, key) => ({ ...row, key, isNew: false }))

/** What agents can be rated in and queues can ask for; all changes are saved together. */
export function SkillTable({ tenant, administering, refresh }: SkillTableProps) {
  const messages = useMessages(policyMessages).skill
  const [rows, setRows] = useState(() => rowsFrom(tenant))
  const changes = skillChanges(tenant.skills, rows)
  const columns = useColumns(tenant, rows, setRows)
  const { busy, save } = useSave(administering, () => {
    setRows(rows.map((row) => ({ ...row, isNew: false })))
    refresh()
  })
  const add = () => {
    const key = Math.max(-1, ...rows.map((row) => row.key)) + 1
    setRows([...rows, { key, isNew: true, id: '', zh: '', en: '' }])
  }
  return (
    <>
      <Table
        rowKey="key"
        size="middle"
        columns={columns}
        dataSource={rows}
        pagination={false}
        locale={{ emptyText: messages.none }}
        scroll={{ x: 'max-content' }}
      />
      <Button className="skill-add" icon={<PlusOutlined />} onClick={add}>
        {messages.add}
      </Button>
      <SkillChanges changes={changes} />
      <Button
        type="primary"
        size="large"
        loading={busy}
        disabled={changes.length === 0 || !isWhole(rows)}
        onClick={() => void save(rows)}
      >
        {messages.save}
      </Button>
      {!isWhole(rows) && <span className="soft skill-hint">{messages.needNames}</span>}
    </>
  )
}

function useSave({ saveSkills }: AdminApi, saved: () => void) {
  const messages = useMessages(policyMessages).skill
  const { message } = App.useApp()
  const tell = useRefusal()
  const [busy, setBusy] = useState(false)
  const save = async (rows: readonly SkillRow[]) => {
    setBusy(true)
    try {
      await saveSkills(skillsBodyOf(rows))
      message.success(messages.saved)
      saved()
    } catch (fault) {
      tell(fault)
    }
    setBusy(false)
  }
  return { busy, save }
}

type ChangeSkill = (key: number, part: Partial<SkillRow>) => void

function useColumns(
  tenant: Tenant,
  rows: readonly EditedSkill[],
  setRows: (rows: readonly EditedSkill[]) => void,
): TableColumnsType<EditedSkill> {
  const messages = useMessages(policyMessages).skill
  const change: ChangeSkill = (key, part) =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)))
  return [
    {
      title: messages.id,
      key: 'id',
      width: 220,
      render: (_, row) =>
        row.isNew ? (
          <IdField row={row} rows={rows} change={(id) => change(row.key, { id })} />
        ) : (
          <code>{row.id}</code>
        ),
    },
    nameColumn(messages.name, 'zh', change),
    nameColumn(messages.english, 'en', change),
    ...useUses(tenant),
    {
      key: 'remove',
      align: 'right',
      render: (_, { key }) => (
        <Button
          size="small"
          icon={<DeleteOutlined />}
          onClick={() => setRows(rows.filter((row) => row.key !== key))}
        >
          {messages.remove}
        </Button>
      ),
    },
  ]
}

const nameColumn = (title: string, field: 'zh' | 'en', change: ChangeSkill) => ({
  title,
  key: field,
  render: (_: unknown, row: EditedSkill) => (
    <Input
      aria-label={`${title} ${row.id}`}
      value={row[field]}
      maxLength={64}
      lang={field}
      onChange={(event) => change(row.key, { [field]: event.target.value })}
    />
  ),
})

/** Who has a skill, and which queues ask for it. */
function useUses(tenant: Tenant): TableColumnsType<EditedSkill> {
  const messages = useMessages(policyMessages).skill
  const { language } = usePreferences()
  const askedBy = (skill: string) =>
    tenant.policy.queues.filter(({ skills }) => skill in skills).map(({ queue }) => queue)
  return [
    {
      title: messages.people,
      key: 'people',
      align: 'right',
      render: (_, { id }) => tenant.people.filter(({ skills }) => skills && id in skills).length,
    },
    {
      title: messages.queues,
      key: 'queues',
      render: (_, { id }) => namesOf(askedBy(id), tenant.queues, language),
    },
  ]
}

type IdFieldProps = {
  readonly row: EditedSkill
  readonly rows: readonly EditedSkill[]
  readonly change: (id: string) => void
}

/** What is wrong with an id is said under it as one types. */
function IdField({ row, rows, change }: IdFieldProps) {
  const messages = useMessages(policyMessages).skill
  const isTaken = rows.some(({ key, id }) => key !== row.key && id === row.id)
  const isBad = row.id !== '' && (!isSkillId(row.id) || isTaken)
  return (
    <>
      <Input
        autoFocus
        aria-label={messages.id}
        value={row.id}
        maxLength={64}
        onChange={(event) => change(event.target.value)}
        {...(isBad && { status: 'error' as const })}
      />
      <span className={isBad ? 'over small' : 'soft small'}>
        {isTaken && row.id !== '' ? messages.idTaken : messages.idRule}
      </span>
    </>
  )
}

function SkillChanges({ changes }: { readonly changes: readonly SkillChange[] }) {
  const messages = useMessages(policyMessages)
  return (
    <section className="changes skill-changes" aria-live="polite">
      <h3 className="label">{changes.length === 0 ? messages.noneYet : messages.changes}</h3>
      <ul>
        {changes.map(({ kind, id, before, after }) => (
          <li key={id}>
            <span className="soft">{messages.skill[kind]}</span>
            <span>
              <code>{id}</code> {before !== undefined && <del>{before}</del>}{' '}
              {after !== undefined && <ins>{after}</ins>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
