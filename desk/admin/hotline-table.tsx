import { Table, type TableColumnsType } from 'antd'
import type { Hotline, Tenant } from '../../core/tenant.ts'
import { PhoneNumber } from '../components/phone-number.tsx'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { adminMessages } from './admin-messages.ts'

/** The numbers that customers dial. */
export function HotlineTable({ tenant }: { readonly tenant: Tenant }) {
  const messages = useMessages(adminMessages).hotline
  const { language } = usePreferences()
  const flowName = (id: string) => tenant.flows.find((flow) => flow.id === id)?.name[language] ?? id
  const columns: TableColumnsType<Hotline> = [
    {
      title: messages.number,
      dataIndex: 'number',
      render: (number: string) => (
        <strong>
          <PhoneNumber number={number} />
        </strong>
      ),
    },
    { title: messages.name, key: 'name', render: (_, { name }) => name[language] },
    {
      title: messages.flow,
      dataIndex: 'flow',
      render: (flow: string) => <a href="#flows">{flowName(flow)}</a>,
    },
  ]
  return (
    <Table
      rowKey="number"
      size="middle"
      columns={columns}
      dataSource={tenant.hotlines}
      pagination={false}
      locale={{ emptyText: messages.none }}
    />
  )
}
