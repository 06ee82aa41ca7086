import { FullscreenOutlined, HistoryOutlined, LogoutOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { type Formula, formulas, isKnown } from '../../core/service-level.ts'
import { Brand } from '../components/brand.tsx'
import { Elapsed } from '../components/elapsed.tsx'
import { LinkBadge } from '../components/link-badge.tsx'
import { PreferenceControls } from '../components/preference-controls.tsx'
import { useNow } from '../components/use-now.ts'
import type { Records } from '../history/history-context.ts'
import { sharedMessages } from '../messages/shared-messages.ts'
import type { CentreView } from '../state/centre-view.ts'
import { formatClock } from '../state/format.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { PastContacts } from './past-contacts.tsx'
import { wallboardMessages } from './wallboard-messages.ts'

type BoardHeadProps = {
  readonly centre: CentreView
  readonly wall: boolean
  readonly formula: Formula
  readonly setFormula: (formula: Formula) => void
  readonly records: Records
  readonly logOut: () => void
}

/** Title and clock, the formula in use, and how fresh the board is. */
export function BoardHead(props: BoardHeadProps) {
  const { centre, wall } = props
  const messages = useMessages(wallboardMessages)
  const { language } = usePreferences()
  const now = useNow()
  return (
    <header className="board-head">
      <Brand />
      <span className="soft">{messages.title}</span>
      <strong className="board-clock">{formatClock(now, language)}</strong>
      <span className="head-end">
        {!wall && <FormulaSelect {...props} />}
        <Freshness centre={centre} />
        <LinkBadge link={centre.link} />
        {!wall && <BoardControls {...props} />}
      </span>
    </header>
  )
}

/** Only formulas whose counts the centre gives. */
function FormulaSelect({ centre, formula, setFormula }: BoardHeadProps) {
  const messages = useMessages(wallboardMessages)
  const offered = formulas.filter((one) => centre.queues.every(({ today }) => isKnown(one, today)))
  return (
    <Select
      size="small"
      className="formula"
      popupMatchSelectWidth={false}
      aria-label={messages.formula}
      value={formula}
      onChange={setFormula}
      labelRender={({ value }) => `${messages.level} ${String(value)}`}
      options={offered.map((value) => ({ value, label: messages.formulas[value] }))}
    />
  )
}

function BoardControls({ centre, records, logOut }: BoardHeadProps) {
  const [past, setPast] = useState(false)
  const messages = useMessages(wallboardMessages)
  const { login } = useMessages(sharedMessages)
  return (
    <>
      <Button size="small" icon={<HistoryOutlined />} onClick={() => setPast(true)}>
        {messages.past}
      </Button>
      <PastContacts open={past} close={() => setPast(false)} centre={centre} records={records} />
      <PreferenceControls />
      <Button
        type="text"
        size="small"
        href="?wall"
        icon={<FullscreenOutlined />}
        title={messages.wallMode}
        aria-label={messages.wallMode}
      />
      <Button
        type="text"
        size="small"
        icon={<LogoutOutlined />}
        title={login.logOut}
        aria-label={login.logOut}
        onClick={logOut}
      />
    </>
  )
}

/** Measured, not promised: how long events took to this page, and when the last one happened. */
function Freshness({ centre }: { readonly centre: CentreView }) {
  const messages = useMessages(wallboardMessages)
  const { eventP99Ms, lastEventAt } = centre.link
  return (
    <span className="freshness soft small">
      <span>
        {messages.p99} <b>{eventP99Ms === undefined ? '–' : `${Math.round(eventP99Ms)} ms`}</b>
      </span>
      <span>
        {messages.lastEvent}{' '}
        <b>{lastEventAt === undefined ? '–' : <Elapsed since={lastEventAt} />}</b>
      </span>
    </span>
  )
}
