import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { App, Button, Input, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import type { Tenant } from '../../core/tenant.ts'
import { useTaste, useWords } from '../look/taste.tsx'
import { namesOf } from '../state/queue-names.ts'
import {
  isSkillId,
  isWhole,
  rowsOf,
  type SkillChange,
  skillChanges,
  type SkillRow,
  skillsBodyOf,
} from '../state/skill-changes.ts'
import type { Administering } from './administering.ts'
import { policyWords } from './policy-words.ts'
import { useRefusal } from './use-refusal.ts'

type Props = {
  readonly tenant: Tenant
  readonly administering: Administering
  readonly refresh: () => void
}

/** A row keeps its place while its id is written. */
type Row = SkillRow & { readonly key: number; readonly isNew: boolean }

const rowsFrom = (tenant: Tenant): readonly Row[] =>
  rowsOf(tenant.skills).map((row, key) => ({ ...row, key, isNew: false }))

/** What agents can be rated in and queues can ask for; all changes are saved together. */
export function SkillTable({ tenant, administering, refresh }: Props) {
  const words = useWords(policyWords).skill
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
        locale={{ emptyText: words.none }}
        scroll={{ x: 'max-content' }}
      />
      <Button className="skill-add" icon={<PlusOutlined />} onClick={add}>
        {words.add}
      </Button>
      <SkillChanges changes={changes} />
      <Button
        type="primary"
        size="large"
        loading={busy}
        disabled={changes.length === 0 || !isWhole(rows)}
        onClick={() => void save(rows)}
      >
        {words.save}
      </Button>
      {!isWhole(rows) && <span className="soft skill-hint">{words.needNames}</span>}
    </>
  )
}

function useSave({ saveSkills }: Administering, saved: () => void) {
  const words = useWords(policyWords).skill
  const { message } = App.useApp()
  const tell = useRefusal()
  const [busy, setBusy] = useState(false)
  const save = async (rows: readonly SkillRow[]) => {
    setBusy(true)
    try {
      await saveSkills(skillsBodyOf(rows))
      message.success(words.saved)
      saved()
    } catch (fault) {
      tell(fault)
    }
    setBusy(false)
  }
  return { busy, save }
}

type Change = (key: number, part: Partial<SkillRow>) => void

function useColumns(
  tenant: Tenant,
  rows: readonly Row[],
  setRows: (rows: readonly Row[]) => void,
): TableColumnsType<Row> {
  const words = useWords(policyWords).skill
  const change: Change = (key, part) =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)))
  return [
    {
      title: words.id,
      key: 'id',
      width: 220,
      render: (_, row) =>
        row.isNew ? (
          <IdField row={row} rows={rows} change={(id) => change(row.key, { id })} />
        ) : (
          <code>{row.id}</code>
        ),
    },
    nameColumn(words.name, 'zh', change),
    nameColumn(words.english, 'en', change),
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
          {words.remove}
        </Button>
      ),
    },
  ]
}

const nameColumn = (title: string, field: 'zh' | 'en', change: Change) => ({
  ...{ title, key: field },
  render: (_: unknown, row: Row) => (
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
function useUses(tenant: Tenant): TableColumnsType<Row> {
  const words = useWords(policyWords).skill
  const { language } = useTaste()
  const askedBy = (skill: string) =>
    tenant.policy.queues.filter(({ skills }) => skill in skills).map(({ queue }) => queue)
  return [
    {
      title: words.people,
      key: 'people',
      align: 'right',
      render: (_, { id }) => tenant.people.filter(({ skills }) => skills && id in skills).length,
    },
    {
      title: words.queues,
      key: 'queues',
      render: (_, { id }) => namesOf(askedBy(id), tenant.queues, language),
    },
  ]
}

type IdProps = {
  readonly row: Row
  readonly rows: readonly Row[]
  readonly change: (id: string) => void
}

/** What is wrong with an id is said under it as one types. */
function IdField({ row, rows, change }: IdProps) {
  const words = useWords(policyWords).skill
  const isTaken = rows.some(({ key, id }) => key !== row.key && id === row.id)
  const isBad = row.id !== '' && (!isSkillId(row.id) || isTaken)
  return (
    <>
      <Input
        autoFocus
        aria-label={words.id}
        value={row.id}
        maxLength={64}
        onChange={(event) => change(event.target.value)}
        {...(isBad && { status: 'error' as const })}
      />
      <span className={isBad ? 'over small' : 'soft small'}>
        {isTaken && row.id !== '' ? words.idTaken : words.idRule}
      </span>
    </>
  )
}

function SkillChanges({ changes }: { readonly changes: readonly SkillChange[] }) {
  const words = useWords(policyWords)
  return (
    <section className="changes skill-changes" aria-live="polite">
      <h3 className="label">{changes.length === 0 ? words.noneYet : words.changes}</h3>
      <ul>
        {changes.map(({ kind, id, before, after }) => (
          <li key={id}>
            <span className="soft">{words.skill[kind]}</span>
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
