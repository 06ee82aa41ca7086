import type { ContactView } from '../../cti/protocol.ts'
import { HistoryProvider } from '../history/history-context.ts'
import { HistoryList } from '../history/history-list.tsx'
import { historyWords } from '../history/history-words.ts'
import { useTaste, useWords } from '../look/taste.tsx'
import { Moment } from '../parts/elapsed.tsx'
import { ListState } from '../parts/list-state.tsx'
import { PhoneNumber } from '../parts/phone-number.tsx'
import { useFetched } from '../parts/use-fetched.ts'
import { useNow } from '../parts/use-now.ts'
import { formatDuration } from '../state/duration.ts'
import { formatPhoneNumber } from '../state/phone-number.ts'
import { waitedMs } from '../state/scene.ts'
import { agentWords } from './agent-words.ts'
import { useDesk } from './desk-context.ts'
import { useQueueName } from './use-queue-name.ts'

/** Who calls and what was before; between calls, what this agent did before. */
export function CustomerPanel() {
  const { me, scene, records, tenant, view } = useDesk()
  const words = useWords(agentWords)
  const contact = scene.show === 'idle' ? undefined : scene.contact
  const key = contact === undefined ? `agent ${me.handledToday}` : `caller ${contact.from}`
  const [list, retry] = useFetched(key, () =>
    contact === undefined ? records.ofAgent(me.id) : records.ofCaller(contact.from),
  )
  const { recordingUrl } = records
  return (
    <aside className="panel right">
      <section className="customer">
        <h2 className="label">{words.customer}</h2>
        {contact === undefined ? (
          <p className="nothing">{words.noCustomer}</p>
        ) : (
          <CustomerFacts contact={contact} />
        )}
      </section>
      <section className="history">
        <h2 className="label">{contact === undefined ? words.myHistory : words.history}</h2>
        <ListState
          list={list}
          empty={contact === undefined ? words.noMyHistory : words.noHistory}
          retry={retry}
        >
          {(all) => (
            <HistoryProvider value={{ queues: tenant.queues, people: view.agents, recordingUrl }}>
              <HistoryList records={all} caller={contact !== undefined} />
            </HistoryProvider>
          )}
        </ListState>
      </section>
    </aside>
  )
}

function CustomerFacts({ contact }: { readonly contact: ContactView }) {
  const { tenant } = useDesk()
  const { language } = useTaste()
  const words = useWords(agentWords)
  const { via } = useWords(historyWords)
  const queueName = useQueueName()
  const hotline = tenant.hotlines.find(({ number }) => number === contact.to)
  const diverted = (contact.diversions ?? [])
    .map(({ number }) => formatPhoneNumber(number))
    .join(' → ')
  const keys = contact.path.map(({ digits }) => digits ?? '').join('')
  const facts = [
    [words.fact.number, <PhoneNumber key="number" number={contact.from} />],
    [words.fact.via, [via[contact.via], contact.trunk ?? ''].join(' ').trim()],
    [words.fact.language, words.language[contact.language]],
    ...(diverted === '' ? [] : [[words.fact.diverted, diverted] as const]),
    [words.fact.hotline, `${contact.to} ${hotline?.name[language] ?? ''}`],
    [words.fact.queue, queueName(contact.queue)],
    [words.fact.arrived, <Moment key="arrived" at={contact.arrivedAt} />],
    [words.fact.keys, keys === '' ? words.noKeys : <kbd className="cap">{keys}</kbd>],
    [words.fact.waited, <Waited key="waited" contact={contact} />],
  ] as const
  return (
    <>
      <p className="customer-name cut">{contact.name ?? <PhoneNumber number={contact.from} />}</p>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="cut">{value}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

/** Still running while it rings, then how long it took. */
function Waited({ contact }: { readonly contact: ContactView }) {
  const waited = waitedMs(contact, useNow())
  return waited === undefined ? '–' : formatDuration(waited)
}
