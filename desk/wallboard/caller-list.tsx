import type { ContactView, QueueView } from '../../cti/protocol.ts'
import { Elapsed } from '../components/elapsed.tsx'
import { PhoneNumber } from '../components/phone-number.tsx'
import { useNow } from '../components/use-now.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { wallboardMessages } from './wallboard-messages.ts'

type CallerListProps = {
  readonly callers: readonly ContactView[]
  readonly queues: readonly QueueView[]
}

/** Who waits, the longest first. */
export function CallerList({ callers, queues }: CallerListProps) {
  const messages = useMessages(wallboardMessages)
  return (
    <section className="board-panel callers">
      <h2 className="label">{messages.callers}</h2>
      {callers.length === 0 && <p className="nothing">{messages.noCallers}</p>}
      <ol>
        {callers.map((caller) => (
          <Caller
            key={caller.id}
            caller={caller}
            queue={queues.find(({ id }) => id === caller.queue)}
          />
        ))}
      </ol>
    </section>
  )
}

type CallerProps = { readonly caller: ContactView; readonly queue: QueueView | undefined }

function Caller({ caller, queue }: CallerProps) {
  const messages = useMessages(wallboardMessages)
  const { language } = usePreferences()
  const now = useNow()
  const since = caller.queuedAt ?? caller.arrivedAt
  const over = queue !== undefined && now - since > queue.serviceLevelSeconds * 1000
  return (
    <li>
      <strong className="cut">
        <PhoneNumber number={caller.from} />
      </strong>
      <span className="cut">{queue?.name[language]}</span>
      <span className={caller.phase === 'offered' ? 'caller-rings' : 'soft'}>
        {caller.phase === 'offered'
          ? messages.phase.offered
          : caller.position !== undefined && messages.position(caller.position)}
      </span>
      <span className={over ? 'over' : undefined}>
        <Elapsed since={since} />
      </span>
    </li>
  )
}
