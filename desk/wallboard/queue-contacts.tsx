import { Button, Drawer, Popconfirm } from 'antd'
import type { AgentView, ContactView, QueueView } from '../../cti/protocol.ts'
import { useTaste, useWords } from '../look/taste.tsx'
import { Elapsed, Moment } from '../parts/elapsed.tsx'
import { PhoneNumber } from '../parts/phone-number.tsx'
import { RecordingMark } from '../parts/recording-mark.tsx'
import { agentsOf, contactsOfQueue } from '../state/board-view.ts'
import { formatPhoneNumber } from '../state/phone-number.ts'
import { useSupervising } from './supervising.ts'
import { wallboardWords } from './wallboard-words.ts'

type Props = {
  readonly open: boolean
  readonly close: () => void
  readonly queue: QueueView
  readonly contacts: readonly ContactView[]
  readonly agents: readonly AgentView[]
}

/** What stands behind a tile's numbers: the queue's contacts of this moment, and whom it has to call back. */
export function QueueContacts({ open, close, queue, contacts, agents }: Props) {
  const words = useWords(wallboardWords)
  const { language } = useTaste()
  const namesOf = (contact: ContactView) =>
    agentsOf(contact, agents)
      .map(({ name }) => name)
      .join(' · ')
  const { live, booked } = contactsOfQueue(contacts, queue)
  return (
    <Drawer open={open} onClose={close} title={words.contactsOf(queue.name[language])} size={620}>
      {live.length === 0 && <p className="nothing">{words.noContacts}</p>}
      <ul className="queue-contacts">
        {live.map((contact) => (
          <li key={contact.id}>
            <span className="cut">
              <PhoneNumber number={contact.from} /> {contact.name}
            </span>
            <span>{words.phase[contact.phase]}</span>
            <span className="soft cut">{namesOf(contact)}</span>
            <span className="small">
              <RecordingMark contact={contact} />
            </span>
            <Elapsed since={contact.since} />
          </li>
        ))}
      </ul>
      <h3 className="label booked-label">
        {words.booked} {booked.length > 0 && booked.length}
      </h3>
      {booked.length === 0 && <p className="nothing">{words.noBooked}</p>}
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
  const words = useWords(wallboardWords)
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
        {words.tried(attempts)}
        {retryAt !== undefined && (
          <>
            {' · '}
            {words.again} <Moment at={retryAt} />
          </>
        )}
      </span>
      <Elapsed since={contact.queuedAt ?? callback.bookedAt} />
      <Popconfirm
        title={words.cancelSure(formatPhoneNumber(number))}
        okText={words.cancel}
        cancelText={words.keep}
        okButtonProps={{ danger: true }}
        onConfirm={() =>
          void supervise({ ask: 'cancelCallback', contact: contact.id }, words.cancelled)
        }
      >
        <Button size="small">{words.cancel}</Button>
      </Popconfirm>
    </li>
  )
}
