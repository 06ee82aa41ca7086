import { Button, Form, Skeleton } from 'antd'
import { useState } from 'react'
import type { OutboundRules } from '../../../core/trunk.ts'
import type { ShownTrunking } from '../../../core/trunking.ts'
import { ListState } from '../../components/list-state.tsx'
import { useFetched } from '../../components/use-fetched.ts'
import { draftOfTrunking, firstRules } from '../../state/trunking-draft.ts'
import { useMessages } from '../../theme/preferences.tsx'
import type { AdminApi } from '../admin-api.ts'
import { PlanFields, RouteFields, SpendFields } from './rules-fields.tsx'
import { FaultList } from './trunk-drawer.tsx'
import { trunkMessages } from './trunk-messages.ts'
import './trunks.css'
import { useTrunkingSave } from './use-trunking-save.ts'

type RulesPanelProps = { readonly administering: AdminApi }

/** Who may be called, by which trunk, and for how much. */
export function RulesPanel({ administering }: RulesPanelProps) {
  const [trunking, refresh] = useFetched('trunking', administering.trunking)
  if (trunking.is === 'coming') return <Skeleton active title={false} paragraph={{ rows: 8 }} />
  if (trunking.is === 'refused')
    return (
      <ListState list={trunking} empty="" retry={refresh}>
        {() => null}
      </ListState>
    )
  const { value } = trunking
  return (
    <Rules
      key={JSON.stringify(value.outbound)}
      trunking={value}
      administering={administering}
      refresh={refresh}
    />
  )
}

type RulesProps = RulesPanelProps & {
  readonly trunking: ShownTrunking
  readonly refresh: () => void
}

function Rules({ trunking, administering, refresh }: RulesProps) {
  const messages = useMessages(trunkMessages)
  const [rules, setRules] = useState(trunking.outbound)
  const { busy, faults, save } = useTrunkingSave(administering, refresh)
  if (!rules)
    return (
      <>
        <p className="soft trunking-add">{messages.rules.none}</p>
        <Button type="primary" onClick={() => setRules(firstRules)}>
          {messages.rules.begin}
        </Button>
      </>
    )
  const change = (part: Partial<OutboundRules>) => setRules({ ...rules, ...part })
  return (
    <Form layout="vertical" className="trunking-form rules-form">
      <PlanFields rules={rules} change={change} />
      <RouteFields rules={rules} change={change} trunks={trunking.trunks} />
      <SpendFields rules={rules} setRules={setRules} />
      <FaultList faults={faults} />
      <Button
        type="primary"
        size="large"
        loading={busy}
        disabled={JSON.stringify(rules) === JSON.stringify(trunking.outbound)}
        onClick={() => void save({ ...draftOfTrunking(trunking), outbound: rules })}
      >
        {messages.save}
      </Button>
    </Form>
  )
}
