import { Button, Form, Skeleton } from 'antd'
import { useState } from 'react'
import type { ShownBorder } from '../../../core/border.ts'
import type { OutboundRules } from '../../../core/trunk.ts'
import { useWords } from '../../look/taste.tsx'
import { ListState } from '../../parts/list-state.tsx'
import { useFetched } from '../../parts/use-fetched.ts'
import { draftOfBorder, firstRules } from '../../state/border-draft.ts'
import type { Administering } from '../administering.ts'
import { PlanFields, RouteFields, SpendFields } from './rules-fields.tsx'
import { FaultList } from './trunk-drawer.tsx'
import { trunkWords } from './trunk-words.ts'
import './trunks.css'
import { useBorderSave } from './use-border-save.ts'

type Props = { readonly administering: Administering }

/** Who may be called, by which trunk, and for how much. */
export function RulesPanel({ administering }: Props) {
  const [border, refresh] = useFetched('border', administering.border)
  if (border.is === 'coming') return <Skeleton active title={false} paragraph={{ rows: 8 }} />
  if (border.is === 'refused')
    return (
      <ListState list={border} empty="" retry={refresh}>
        {() => null}
      </ListState>
    )
  const { value } = border
  return (
    <Rules
      key={JSON.stringify(value.outbound)}
      border={value}
      administering={administering}
      refresh={refresh}
    />
  )
}

type RulesProps = Props & { readonly border: ShownBorder; readonly refresh: () => void }

function Rules({ border, administering, refresh }: RulesProps) {
  const words = useWords(trunkWords)
  const [rules, setRules] = useState(border.outbound)
  const { busy, faults, save } = useBorderSave(administering, refresh)
  if (!rules)
    return (
      <>
        <p className="soft border-add">{words.rules.none}</p>
        <Button type="primary" onClick={() => setRules(firstRules)}>
          {words.rules.begin}
        </Button>
      </>
    )
  const change = (part: Partial<OutboundRules>) => setRules({ ...rules, ...part })
  return (
    <Form layout="vertical" className="border-form rules-form">
      <PlanFields rules={rules} change={change} />
      <RouteFields rules={rules} change={change} trunks={border.trunks} />
      <SpendFields rules={rules} setRules={setRules} />
      <FaultList faults={faults} />
      <Button
        type="primary"
        size="large"
        loading={busy}
        disabled={JSON.stringify(rules) === JSON.stringify(border.outbound)}
        onClick={() => void save({ ...draftOfBorder(border), outbound: rules })}
      >
        {words.save}
      </Button>
    </Form>
  )
}
