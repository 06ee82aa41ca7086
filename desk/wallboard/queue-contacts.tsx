import { Button, Drawer, Popconfirm } from 'antd'
import type { AgentView, ContactView, QueueView } from '../../cti/protocol.ts'
import { Elapsed, Moment } from '../components/elapsed.tsx'
import { PhoneNumber } from '../components/phone-number.tsx'
import { RecordingMark } from '../components/recording-mark.tsx'
import { agentsOf, contactsOfQueue } from '../state/board-view.ts'
import { formatPhoneNumber } from '../state/phone-number.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { useSupervising } from './supervising.ts'
import { wallboardMessages } from './wallboard-messages.ts'

type QueueContactsProps = {
  readonly open: boolean
  readonly close: () => void
  readonly queue: QueueView
  readonly contacts: readonly ContactView[]
  readonly agents: readonly AgentView[]
}

/** What stands behind a tile's numbers: the queue's contacts of this moment, and whom it has to call back. */
export function QueueContacts({ open, close, queue, contacts, agents }: QueueContactsProps) {
  const messages = useMessages(wallboardMessages)
  const { language } = usePreferences()
  const namesOf = (contact: ContactView) =>
    agentsOf(contact, agents)
      .map(({ name }) => name)
      .join(' · ')
  const { live, booked } = contactsOfQueue(contacts, queue)
  return (
    <Drawer
      open={open}
      onClose={close}
      title={messages.contactsOf(queue.name[language])}
      size={620}
    >
      {live.length === 0 && <p className="nothing">{messages.noContacts}</p>}
      <ul className="queue-contacts">
        {live.map((contact) => (
          <li key={contact.id}>
            <span className="cut">
              <PhoneNumber number={contact.from} /> {contact.name}
            </span>
            <span>{messages.phase[contact.phase]}</span>
            <span className="soft cut">{namesOf(contact)}</span>
            <span className="small">
              <RecordingMark contact={contact} />
            </span>
            <Elapsed since={contact.since} />
          </li>
        ))}
      </ul>
      <h3 className="label booked-label">
        {messages.booked} {booked.length > 0 && booked.length}
      </h3>
      {booked.length === 0 && <p className="nothing">{messages.noBooked}</p>}
      <ul className="queue-contacts booked">
        {booked.map((contact) => (
          <Booked key={contact.id} contact={contact} />
        ))}
      </ul>
    </Drawer>
  )
}

/** One customer who is to be called back: since when he waits, what was tried, and how to let it be. */
function Booked({ contact }: { readonly contact: ContactView }) {
  const messages = useMessages(wallboardMessages)
  const { supervise } = useSupervising()
  const { callback } = contact
  if (callback === undefined) return null
  const { number, attempts, retryAt } = callback
  return (
    <li>
      <span className="cut">
        <PhoneNumber number={number} /> {contact.name}
      </span>
      <span className="soft cut">
        {messages.tried(attempts)}
        {retryAt !== undefined && (
          <>
            {' · '}
            {messages.again} <Moment at={retryAt} />
          </>
        )}
      </span>
      <Elapsed since={contact.queuedAt ?? callback.bookedAt} />
      <Popconfirm
        title={messages.cancelSure(formatPhoneNumber(number))}
        okText={messages.cancel}
        cancelText={messages.keep}
        okButtonProps={{ danger: true }}
        onConfirm={() =>
          void supervise({ ask: 'cancelCallback', contact: contact.id }, messages.cancelled)
        }
      >
        <Button size="small">{messages.cancel}</Button>
      </Popconfirm>
    </li>
  )
}
