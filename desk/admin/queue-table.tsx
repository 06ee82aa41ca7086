import { Table, type TableColumnsType } from 'antd'
import type { QueueId } from '../../core/names.ts'
import type { Queue, Tenant } from '../../core/tenant.ts'
import { useTaste, useWords } from '../look/taste.tsx'
import { adminWords } from './admin-words.ts'

/** Where callers wait, and by which rule they are served. */
export function QueueTable({ tenant }: { readonly tenant: Tenant }) {
  const words = useWords(adminWords)
  const { language } = useTaste()
  const { queue: own } = words
  const ruleFor = (id: QueueId) => tenant.policy.queues.find(({ queue }) => queue === id)
  const columns: TableColumnsType<Queue> = [
    {
      title: own.name,
      key: 'name',
      render: (_, { name }) => <strong>{name[language]}</strong>,
    },
    { title: own.id, dataIndex: 'id', render: (id: string) => <code>{id}</code> },
    { title: own.strategy, key: 'strategy', render: (_, { id }) => ruleFor(id)?.strategy },
    {
      title: own.ring,
      key: 'ring',
      align: 'right',
      render: (_, { id }) => words.seconds(ruleFor(id)?.ringSeconds ?? 0),
    },
    {
      title: own.wrapUp,
      key: 'wrapUp',
      align: 'right',
      render: (_, { id }) => words.seconds(ruleFor(id)?.wrapUpSeconds ?? 0),
    },
    { title: own.level, dataIndex: 'serviceLevelSeconds', align: 'right', render: words.seconds },
    {
      title: own.announce,
      key: 'announce',
      align: 'right',
      render: (_, { id }) => words.seconds(ruleFor(id)?.announce.everySeconds ?? 0),
    },
    {
      title: own.people,
      key: 'people',
      align: 'right',
      render: (_, { id }) => tenant.people.filter(({ queues }) => queues.includes(id)).length,
    },
    {
      title: own.dispositions,
      key: 'dispositions',
      render: (_, { dispositions }) =>
        dispositions.map(({ name }) => name[language]).join(language === 'zh' ? '、' : ', '),
    },
  ]
  return (
    <Table
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={tenant.queues}
      pagination={false}
      locale={{ emptyText: own.none }}
      scroll={{ x: 'max-content' }}
    />
  )
}
