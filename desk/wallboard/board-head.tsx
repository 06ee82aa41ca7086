import { FullscreenOutlined, HistoryOutlined, LogoutOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { type Formula, formulas, isKnown } from '../../core/service-level.ts'
import type { Records } from '../history/history-context.ts'
import { useTaste, useWords } from '../look/taste.tsx'
import { Brand } from '../parts/brand.tsx'
import { Elapsed } from '../parts/elapsed.tsx'
import { LinkBadge } from '../parts/link-badge.tsx'
import { TasteControls } from '../parts/taste-controls.tsx'
import { useNow } from '../parts/use-now.ts'
import type { CentreView } from '../state/centre-view.ts'
import { formatClock } from '../state/moment.ts'
import { sharedWords } from '../words/shared-words.ts'
import { PastContacts } from './past-contacts.tsx'
import { wallboardWords } from './wallboard-words.ts'

type Props = {
  readonly centre: CentreView
  readonly wall: boolean
  readonly formula: Formula
  readonly setFormula: (formula: Formula) => void
  readonly records: Records
  readonly logOut: () => void
}

/** Title and clock, the formula in use, and how fresh the board is. */
export function BoardHead(props: Props) {
  const { centre, wall } = props
  const words = useWords(wallboardWords)
  const { language } = useTaste()
  const now = useNow()
  return (
    <header className="board-head">
      <Brand />
      <span className="soft">{words.title}</span>
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
function FormulaSelect({ centre, formula, setFormula }: Props) {
  const words = useWords(wallboardWords)
  const offered = formulas.filter((one) => centre.queues.every(({ today }) => isKnown(one, today)))
  return (
    <Select
      size="small"
      className="formula"
      popupMatchSelectWidth={false}
      aria-label={words.formula}
      value={formula}
      onChange={setFormula}
      labelRender={({ value }) => `${words.level} ${String(value)}`}
      options={offered.map((value) => ({ value, label: words.formulas[value] }))}
    />
  )
}

function BoardControls({ centre, records, logOut }: Props) {
  const [past, setPast] = useState(false)
  const words = useWords(wallboardWords)
  const { login } = useWords(sharedWords)
  return (
    <>
      <Button size="small" icon={<HistoryOutlined />} onClick={() => setPast(true)}>
        {words.past}
      </Button>
      <PastContacts open={past} close={() => setPast(false)} centre={centre} records={records} />
      <TasteControls />
      <Button
        type="text"
        size="small"
        href="?wall"
        icon={<FullscreenOutlined />}
        title={words.wallMode}
        aria-label={words.wallMode}
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
  const words = useWords(wallboardWords)
  const { eventP99Ms, lastEventAt } = centre.link
  return (
    <span className="freshness soft small">
      <span>
        {words.p99} <b>{eventP99Ms === undefined ? '–' : `${Math.round(eventP99Ms)} ms`}</b>
      </span>
      <span>
        {words.lastEvent} <b>{lastEventAt === undefined ? '–' : <Elapsed since={lastEventAt} />}</b>
      </span>
    </span>
  )
}
