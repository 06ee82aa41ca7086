import type { ContactView } from '../../cti/protocol.ts'
import { Moment } from '../components/elapsed.tsx'
import { ListState } from '../components/list-state.tsx'
import { PhoneNumber } from '../components/phone-number.tsx'
import { useFetched } from '../components/use-fetched.ts'
import { useNow } from '../components/use-now.ts'
import { HistoryProvider } from '../history/history-context.ts'
import { HistoryList } from '../history/history-list.tsx'
import { historyMessages } from '../history/history-messages.ts'
import { waitedMs } from '../state/call-view.ts'
import { formatDuration } from '../state/format.ts'
import { formatPhoneNumber } from '../state/phone-number.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { agentMessages } from './agent-messages.ts'
import { useDesk, useQueueName } from './desk-context.ts'

/** Who calls and what was before; between calls, what this agent did before. */
export function CustomerPanel() {
  const { me, callView, records, tenant, view } = useDesk()
  const messages = useMessages(agentMessages)
  const contact = callView.show === 'idle' ? undefined : callView.contact
  const key = contact === undefined ? `agent ${me.handledToday}` : `caller ${contact.from}`
  const [list, retry] = useFetched(key, () =>
    contact === undefined ? records.ofAgent(me.id) : records.ofCaller(contact.from),
  )
  const { recordingUrl } = records
  return (
    <aside className="panel right">
      <section className="customer">
        <h2 className="label">{messages.customer}</h2>
        {contact === undefined ? (
          <p className="nothing">{messages.noCustomer}</p>
        ) : (
          <CustomerFacts contact={contact} />
        )}
      </section>
      <section className="history">
        <h2 className="label">{contact === undefined ? messages.myHistory : messages.history}</h2>
        <ListState
          list={list}
          empty={contact === undefined ? messages.noMyHistory : messages.noHistory}
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
  const { language } = usePreferences()
  const messages = useMessages(agentMessages)
  const { via } = useMessages(historyMessages)
  const queueName = useQueueName()
  const hotline = tenant.hotlines.find(({ number }) => number === contact.to)
  const diverted = (contact.diversions ?? [])
    .map(({ number }) => formatPhoneNumber(number))
    .join(' → ')
  const keys = contact.path.map(({ digits }) => digits ?? '').join('')
  const facts = [
    [messages.fact.number, <PhoneNumber key="number" number={contact.from} />],
    [messages.fact.via, [via[contact.via], contact.trunk ?? ''].join(' ').trim()],
    [messages.fact.language, messages.language[contact.language]],
    ...(diverted === '' ? [] : [[messages.fact.diverted, diverted] as const]),
    [messages.fact.hotline, `${contact.to} ${hotline?.name[language] ?? ''}`],
    [messages.fact.queue, queueName(contact.queue)],
    [messages.fact.arrived, <Moment key="arrived" at={contact.arrivedAt} />],
    [messages.fact.keys, keys === '' ? messages.noKeys : <kbd className="cap">{keys}</kbd>],
    [messages.fact.waited, <Waited key="waited" contact={contact} />],
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
