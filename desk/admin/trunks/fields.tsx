import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import { useMessages } from '../../theme/preferences.tsx'
import { trunkMessages } from './trunk-messages.ts'

type FieldLabel = { readonly label: string; readonly hint?: string }

type TextFieldProps = FieldLabel & {
  readonly value: string
  readonly change: (value: string) => void
  readonly isBad?: boolean
  readonly disabled?: boolean
}

export function TextField({
  label,
  hint,
  value,
  change,
  isBad = false,
  disabled = false,
}: TextFieldProps) {
  return (
    <Form.Item label={label} extra={hint} {...(isBad && { validateStatus: 'error' as const })}>
      <Input value={value} disabled={disabled} onChange={(event) => change(event.target.value)} />
    </Form.Item>
  )
}

type NumberFieldProps = FieldLabel & {
  readonly value: number
  readonly change: (value: number) => void
  readonly unit?: string
}

export function NumberField({ label, hint, value, change, unit }: NumberFieldProps) {
  return (
    <Form.Item label={label} extra={hint}>
      <InputNumber
        min={0}
        precision={0}
        value={value}
        {...(unit !== undefined && { suffix: unit })}
        onChange={(given) => change(given ?? 0)}
      />
    </Form.Item>
  )
}

type ListFieldProps = FieldLabel & {
  readonly values: readonly string[]
  readonly change: (values: readonly string[]) => void
}

/** Words in their order; Enter adds one. */
export function ListField({ label, hint, values, change }: ListFieldProps) {
  return (
    <Form.Item label={label} extra={hint}>
      <Select<string[]>
        mode="tags"
        className="word-list"
        open={false}
        tokenSeparators={[',', ' ', '\n']}
        value={[...values]}
        onChange={change}
      />
    </Form.Item>
  )
}

type RowsProps<Row> = {
  readonly rows: readonly Row[]
  readonly change: (rows: readonly Row[]) => void
  readonly fresh: Row
  readonly add: string
  readonly children: (row: Row, change: (part: Partial<Row>) => void) => ReactNode
}

/** Rows of one shape, to be added, changed and taken away. */
export function Rows<Row extends object>(props: RowsProps<Row>) {
  const { rows, change, fresh, add, children } = props
  const messages = useMessages(trunkMessages)
  const set = (index: number, part: Partial<Row>) =>
    change(rows.map((row, other) => (other === index ? { ...row, ...part } : row)))
  return (
    <ul className="trunking-rows">
      {rows.map((row, index) => (
        // Rows have no name of their own; each shows what is in `rows` at its place.
        <li key={index}>
          {children(row, (part) => set(index, part))}
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            title={messages.removeRow}
            aria-label={messages.removeRow}
            onClick={() => change(rows.filter((_, other) => other !== index))}
          />
        </li>
      ))}
      <li>
        <Button size="small" icon={<PlusOutlined />} onClick={() => change([...rows, fresh])}>
          {add}
        </Button>
      </li>
    </ul>
  )
}
