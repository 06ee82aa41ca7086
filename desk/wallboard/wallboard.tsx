import { useState } from 'react'
import type { Ask } from '../../core/event.ts'
import { type Formula, isFormula } from '../../core/service-level.ts'
import { useNow } from '../components/use-now.ts'
import type { Records } from '../history/history-context.ts'
import { sharedMessages } from '../messages/shared-messages.ts'
import { boardView } from '../state/board-view.ts'
import type { CentreView } from '../state/centre-view.ts'
import { remember, remembered } from '../theme/local-memory.ts'
import { useMessages } from '../theme/preferences.tsx'
import { AgentGrid } from './agent-grid.tsx'
import { AlarmList } from './alarm-list.tsx'
import { BoardHead } from './board-head.tsx'
import { CallerList } from './caller-list.tsx'
import { QueueTile } from './queue-tile.tsx'
import { SupervisingProvider } from './supervising.ts'
import { TrendLine } from './trend-line.tsx'
import './wallboard.css'
import './alarm-list.css'
import './queue-tile.css'
import './queue-contacts.css'
import './board-panel.css'
import '../history/history-list.css'
import '../history/record-drawer.css'
import './narrow.css'

type WallboardProps = {
  readonly centre: CentreView
  readonly wall: boolean
  readonly ask: (ask: Ask) => Promise<string | undefined>
  readonly records: Records
  readonly logOut: () => void
}

function useFormula() {
  const [formula, setFormula] = useState<Formula>(() => {
    const before = remembered('formula')
    return isFormula(before) ? before : 'F1'
  })
  return [
    formula,
    (next: Formula) => {
      remember('formula', next)
      setFormula(next)
    },
  ] as const
}

/** The live board: alarms above, queues, then agents beside the waiting callers and the day's line. */
export function Wallboard({ centre, wall, ask, records, logOut }: WallboardProps) {
  const messages = useMessages(sharedMessages)
  const now = useNow()
  const [formula, setFormula] = useFormula()
  const board = boardView(centre, formula, now)
  const classes = ['board', wall && 'wall', centre.link.state !== 'linked' && 'unlinked']
  return (
    <div className={classes.filter(Boolean).join(' ')}>
      <BoardHead {...{ centre, wall, formula, setFormula, records, logOut }} />
      {centre.link.state === 'lost' ? (
        <p className="lost-notice" role="alert">
          {messages.link.lostLong}
        </p>
      ) : (
        <AlarmList alarms={board.alarms} />
      )}
      <SupervisingProvider value={{ wall, ask }}>
        <section className="tiles">
          {board.queues.map((queue) => (
            <QueueTile
              key={queue.id}
              queue={queue}
              agents={centre.agents}
              contacts={centre.contacts}
              formula={formula}
              tenant={centre.tenant}
            />
          ))}
        </section>
      </SupervisingProvider>
      <AgentGrid agents={board.agents} contacts={centre.contacts} tenant={centre.tenant} />
      <CallerList callers={board.callers} queues={board.queues} />
      <TrendLine queues={board.queues} />
    </div>
  )
}
