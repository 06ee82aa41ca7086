import { Drawer } from 'antd'
import type { AgentView, ContactView, QueueView } from '../../cti/protocol.ts'
import { useTaste, useWords } from '../look/taste.tsx'
import { Elapsed } from '../parts/elapsed.tsx'
import { PhoneNumber } from '../parts/phone-number.tsx'
import { contactsOfQueue } from '../state/board-view.ts'
import { wallboardWords } from './wallboard-words.ts'

type Props = {
  readonly open: boolean
  readonly close: () => void
  readonly queue: QueueView
  readonly contacts: readonly ContactView[]
  readonly agents: readonly AgentView[]
}

/** What stands behind a tile's numbers: the queue's contacts of this moment. */
export function QueueContacts({ open, close, queue, contacts, agents }: Props) {
  const words = useWords(wallboardWords)
  const { language } = useTaste()
  const nameOf = (id: AgentView['id'] | undefined) => agents.find((one) => one.id === id)?.name
  const own = contactsOfQueue(contacts, queue)
  return (
    <Drawer open={open} onClose={close} title={words.contactsOf(queue.name[language])} size={420}>
      {own.length === 0 && <p className="soft">{words.noContacts}</p>}
      <ul className="queue-contacts">
        {own.map((contact) => (
          <li key={contact.id}>
            <span className="cut">
              <PhoneNumber number={contact.from} /> {contact.name}
            </span>
            <span>{words.phase[contact.phase]}</span>
            <span className="soft cut">{nameOf(contact.agent)}</span>
            <Elapsed since={contact.since} />
          </li>
        ))}
      </ul>
    </Drawer>
  )
}
