import type { ContactView, QueueView } from '../../cti/protocol.ts'
import { useTaste, useWords } from '../look/taste.tsx'
import { Elapsed } from '../parts/elapsed.tsx'
import { PhoneNumber } from '../parts/phone-number.tsx'
import { useNow } from '../parts/use-now.ts'
import { wallboardWords } from './wallboard-words.ts'

type Props = {
  readonly callers: readonly ContactView[]
  readonly queues: readonly QueueView[]
}

/** Who waits, the longest first. */
export function CallerList({ callers, queues }: Props) {
  const words = useWords(wallboardWords)
  return (
    <section className="board-panel callers">
      <h2 className="label">{words.callers}</h2>
      {callers.length === 0 && <p className="nothing">{words.noCallers}</p>}
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
  const words = useWords(wallboardWords)
  const { language } = useTaste()
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
          ? words.phase.offered
          : caller.position !== undefined && words.position(caller.position)}
      </span>
      <span className={over ? 'over' : undefined}>
        <Elapsed since={since} />
      </span>
    </li>
  )
}
