import { EditOutlined, SearchOutlined } from '@ant-design/icons'
import { Button, Input, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import type { Person, Tenant } from '../../core/tenant.ts'
import { sayQueues, saySkills } from '../state/name-lists.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import type { AdminApi } from './admin-api.ts'
import { adminMessages } from './admin-messages.ts'
import { PersonDrawer } from './person-drawer.tsx'

type PeopleTableProps = {
  readonly tenant: Tenant
  readonly administering: AdminApi
  readonly refresh: () => void
}

const pageSize = 50

function useColumns(tenant: Tenant, edit: (person: Person) => void): TableColumnsType<Person> {
  const messages = useMessages(adminMessages)
  const { language } = usePreferences()
  return [
    { title: messages.id, dataIndex: 'id', width: 110 },
    { title: messages.name, dataIndex: 'name', render: (name: string) => <strong>{name}</strong> },
    {
      title: messages.role,
      dataIndex: 'role',
      render: (role: Person['role']) => messages.roles[role],
    },
    {
      title: messages.queues,
      key: 'queues',
      render: (_, person) =>
        person.queues.length === 0 ? (
          <span className="soft">{messages.noQueues}</span>
        ) : (
          <span title={messages.tierHint}>{sayQueues(person, tenant.queues, language)}</span>
        ),
    },
    {
      title: messages.skills,
      key: 'skills',
      render: (_, { skills }) => saySkills(skills, tenant.skills, language),
    },
    {
      title: messages.phone,
      dataIndex: 'phone',
      render: (phone: string | undefined) =>
        phone === undefined ? (
          <span className="soft">{messages.softphone}</span>
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
          {messages.edit}
        </Button>
      ),
    },
  ]
}

/** Everybody who can log in. */
export function PeopleTable({ tenant, administering, refresh }: PeopleTableProps) {
  const messages = useMessages(adminMessages)
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
        placeholder={messages.search}
        aria-label={messages.search}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      <Table
        rowKey="id"
        size="middle"
        columns={columns}
        dataSource={tenant.people.filter(fits)}
        locale={{ emptyText: messages.nobody }}
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
