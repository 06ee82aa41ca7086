import { Table, type TableColumnsType } from 'antd'
import type { Hotline, Tenant } from '../../core/tenant.ts'
import { useTaste, useWords } from '../look/taste.tsx'
import { PhoneNumber } from '../parts/phone-number.tsx'
import { adminWords } from './admin-words.ts'

/** The numbers that customers dial. */
export function HotlineTable({ tenant }: { readonly tenant: Tenant }) {
  const words = useWords(adminWords).hotline
  const { language } = useTaste()
  const flowName = (id: string) => tenant.flows.find((flow) => flow.id === id)?.name[language] ?? id
  const columns: TableColumnsType<Hotline> = [
    {
      title: words.number,
      dataIndex: 'number',
      render: (number: string) => (
        <strong>
          <PhoneNumber number={number} />
        </strong>
      ),
    },
    { title: words.name, key: 'name', render: (_, { name }) => name[language] },
    {
      title: words.flow,
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
      locale={{ emptyText: words.none }}
    />
  )
}
