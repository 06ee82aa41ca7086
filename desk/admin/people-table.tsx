import { EditOutlined, SearchOutlined } from '@ant-design/icons'
import { Button, Input, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import type { Person, Tenant } from '../../core/tenant.ts'
import { useTaste, useWords } from '../look/taste.tsx'
import { sayQueues, saySkills } from '../state/routed-words.ts'
import type { Administering } from './administering.ts'
import { adminWords } from './admin-words.ts'
import { PersonDrawer } from './person-drawer.tsx'

type Props = {
  readonly tenant: Tenant
  readonly administering: Administering
  readonly refresh: () => void
}

const pageSize = 50

function useColumns(tenant: Tenant, edit: (person: Person) => void): TableColumnsType<Person> {
  const words = useWords(adminWords)
  const { language } = useTaste()
  return [
    { title: words.id, dataIndex: 'id', width: 110 },
    { title: words.name, dataIndex: 'name', render: (name: string) => <strong>{name}</strong> },
    {
      title: words.role,
      dataIndex: 'role',
      render: (role: Person['role']) => words.roles[role],
    },
    {
      title: words.queues,
      key: 'queues',
      render: (_, person) =>
        person.queues.length === 0 ? (
          <span className="soft">{words.noQueues}</span>
        ) : (
          <span title={words.tierHint}>{sayQueues(person, tenant.queues, language)}</span>
        ),
    },
    {
      title: words.skills,
      key: 'skills',
      render: (_, { skills }) => saySkills(skills, tenant.skills, language),
    },
    {
      title: words.phone,
      dataIndex: 'phone',
      render: (phone: string | undefined) =>
        phone === undefined ? (
          <span className="soft">{words.softphone}</span>
        ) : (
          <code>{phone}</code>
        ),
    },
    {
      key: 'edit',
      align: 'right',
      width: 120,
      render: (_, person) => (
        <Button size="small" icon={<EditOutlined />} onClick={() => edit(person)}>
          {words.edit}
        </Button>
      ),
    },
  ]
}

/** Everybody who can log in. */
export function PeopleTable({ tenant, administering, refresh }: Props) {
  const words = useWords(adminWords)
  const [query, setQuery] = useState('')
  const [edited, setEdited] = useState<Person>()
  const columns = useColumns(tenant, setEdited)
  const fits = ({ id, name }: Person) =>
    `${id} ${name}`.toLowerCase().includes(query.trim().toLowerCase())
  return (
    <>
      <Input
        allowClear
        className="admin-search"
        prefix={<SearchOutlined aria-hidden />}
        placeholder={words.search}
        aria-label={words.search}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      <Table
        rowKey="id"
        size="middle"
        columns={columns}
        dataSource={tenant.people.filter(fits)}
        locale={{ emptyText: words.nobody }}
        pagination={{ pageSize, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
      />
      {edited !== undefined && (
        <PersonDrawer
          key={edited.id}
          person={edited}
          tenant={tenant}
          administering={administering}
          close={() => setEdited(undefined)}
          saved={refresh}
        />
      )}
    </>
  )
}
