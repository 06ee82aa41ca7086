import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, Input, InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import { useWords } from '../../look/taste.tsx'
import { trunkWords } from './trunk-words.ts'

type Said = { readonly label: string; readonly hint?: string }

type TextProps = Said & {
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
}: TextProps) {
  return (
    <Form.Item label={label} extra={hint} {...(isBad && { validateStatus: 'error' as const })}>
      <Input value={value} disabled={disabled} onChange={(event) => change(event.target.value)} />
    </Form.Item>
  )
}

type NumberProps = Said & {
  readonly value: number
  readonly change: (value: number) => void
  readonly unit?: string
}

export function NumberField({ label, hint, value, change, unit }: NumberProps) {
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

type ListProps = Said & {
  readonly values: readonly string[]
  readonly change: (values: readonly string[]) => void
}

/** Words in their order; Enter adds one. */
export function ListField({ label, hint, values, change }: ListProps) {
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
  const words = useWords(trunkWords)
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
            title={words.removeRow}
            aria-label={words.removeRow}
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
