import { Table, type TableColumnsType } from 'antd'
import type { QueueId } from '../../core/names.ts'
import { plainRule, type QueueRule } from '../../core/policy.ts'
import type { Queue, Tenant } from '../../core/tenant.ts'
import { routingMessages } from '../messages/routing-messages.ts'
import { ruleMessages } from '../messages/rule-messages.ts'
import { ruleSentences } from '../state/rule-sentences.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { adminMessages } from './admin-messages.ts'

const ruleFor = (id: QueueId, { policy }: Tenant): QueueRule =>
  policy.queues.find(({ queue }) => queue === id) ?? plainRule(id)

/** Where callers wait, and by which rule they are served. */
export function QueueTable({ tenant }: { readonly tenant: Tenant }) {
  const messages = useMessages(adminMessages)
  return (
    <Table
      className="queue-table"
      rowKey="id"
      size="middle"
      columns={useColumns(tenant)}
      dataSource={tenant.queues}
      pagination={false}
      locale={{ emptyText: messages.queue.none }}
      scroll={{ x: 900 }}
    />
  )
}

function useColumns(tenant: Tenant): TableColumnsType<Queue> {
  const messages = useMessages(adminMessages)
  const { language } = usePreferences()
  const { queue: own } = messages
  const number = { align: 'right' as const, width: 100 }
  const peopleOf = (id: QueueId) => tenant.people.filter(({ queues }) => queues.includes(id)).length
  return [
    {
      title: own.name,
      key: 'name',
      width: 120,
      render: (_, { name, id }) => (
        <>
          <strong className="queue-name">{name[language]}</strong>
          <code>{id}</code>
        </>
      ),
    },
    {
      title: own.rule,
      key: 'rule',
      render: (_, { id }) => <Rule rule={ruleFor(id, tenant)} tenant={tenant} />,
    },
    { ...number, title: own.level, dataIndex: 'serviceLevelSeconds', render: messages.seconds },
    { ...number, title: own.people, key: 'people', render: (_, { id }) => peopleOf(id) },
    {
      title: own.dispositions,
      key: 'dispositions',
      width: 180,
      render: (_, { dispositions }) =>
        dispositions.map(({ name }) => name[language]).join(language === 'zh' ? '、' : ', '),
    },
  ]
}

/** The rule as it is read aloud. */
function Rule({ rule, tenant }: { readonly rule: QueueRule; readonly tenant: Tenant }) {
  const { language } = usePreferences()
  const messages = useMessages(ruleMessages)
  const tongue = { rule: messages, routing: useMessages(routingMessages), language }
  return (
    <dl className="rule">
      {ruleSentences(rule, tongue, tenant).map(({ part, text }) => (
        <div key={part}>
          <dt>{messages.part[part]}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
}
