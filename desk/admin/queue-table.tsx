import { Table, type TableColumnsType } from 'antd'
import type { QueueId } from '../../core/names.ts'
import { plainRule, type QueueRule } from '../../core/policy.ts'
import type { Queue, Tenant } from '../../core/tenant.ts'
import { useTaste, useWords } from '../look/taste.tsx'
import { adminWords } from './admin-words.ts'

/** Where callers wait, and by which rule they are served. */
export function QueueTable({ tenant }: { readonly tenant: Tenant }) {
  const words = useWords(adminWords)
  const { language } = useTaste()
  const { queue: own } = words
  const ruleFor = (id: QueueId) => tenant.policy.queues.find(({ queue }) => queue === id)
  const seconds = (title: string, read: (rule: QueueRule) => number) => ({
    ...{ title, key: title, align: 'right' as const },
    render: (_: unknown, { id }: Queue) => words.seconds(read(ruleFor(id) ?? plainRule(id))),
  })
  const columns: TableColumnsType<Queue> = [
    {
      title: own.name,
      key: 'name',
      render: (_, { name }) => <strong>{name[language]}</strong>,
    },
    { title: own.id, dataIndex: 'id', render: (id: string) => <code>{id}</code> },
    { title: own.strategy, key: 'strategy', render: (_, { id }) => ruleFor(id)?.strategy },
    seconds(own.ring, (rule) => rule.ringSeconds),
    seconds(own.wrapUp, (rule) => rule.wrapUpSeconds),
    { title: own.level, dataIndex: 'serviceLevelSeconds', align: 'right', render: words.seconds },
    seconds(own.announce, (rule) => rule.announce.everySeconds),
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
