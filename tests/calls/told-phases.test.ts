import fc from 'fast-check'
import t from 'tap'
import type { Contact } from '../../core/contact.ts'
import type { Event } from '../../core/event.ts'
import type { ContactId } from '../../core/names.ts'
import { createBoard, stepBoard } from '../../cti/board/board.ts'
import type { ContactView } from '../../cti/protocol.ts'
import { type ArrivingInput, createWorld, stepWorld } from '../../server/centre/world/world.ts'
import {
  type ContactHistory,
  projectContact,
  type Segment,
} from '../../server/store/contact-history.ts'
import { histories, play } from './histories.ts'

type Phase = Contact['phase']

/** What pages show of each phase. Where two are named, events do not tell them apart. */
const shown: Readonly<Record<Phase, readonly ContactView['phase'][]>> = {
  early: ['arriving'],
  arriving: ['arriving'],
  inFlow: ['inFlow'],
  waiting: ['waiting'],
  offered: ['offered'],
  talking: ['talking'],
  agentLost: ['parted'],
  consulting: ['consulting'],
  // The last words after a number outside that nobody answered.
  leaving: ['leaving', 'diverting'],
  forwarding: ['diverting'],
  forwarded: ['diverted'],
  leavingMessage: ['leavingMessage'],
  booked: ['callback'],
  awaitingCallback: ['callback'],
  offeredCallback: ['offered'],
  dialingCustomer: ['dialling'],
  dialingForAgent: ['fetching'],
  ended: ['wrapUp'],
}

/** What the record keeps of each phase; undefined where it keeps nothing. */
const kept: Readonly<Record<Phase, readonly (Segment['phase'] | undefined)[]>> = {
  early: [undefined],
  arriving: [undefined],
  inFlow: ['flow'],
  waiting: ['waiting'],
  offered: ['ringing'],
  talking: ['talking', 'held'],
  agentLost: ['parted'],
  consulting: ['held'],
  leaving: ['waiting', undefined],
  // Nothing while a number outside rings for who was transferred.
  forwarding: ['waiting', undefined],
  forwarded: ['diverted'],
  leavingMessage: ['message'],
  booked: ['callback'],
  awaitingCallback: ['callback'],
  offeredCallback: ['ringing'],
  dialingCustomer: ['callback'],
  dialingForAgent: ['ringing'],
  ended: [],
}

const segmentOf = (history: ContactHistory | undefined) =>
  history?.segments.find(({ to, phase }) => to === undefined && phase !== 'wrapUp')?.phase

const inputOf = ({ seq: _, ...input }: Event) => input as ArrivingInput

/** Where the board or the record says of a contact what its phase does not, after any turn. */
function liesOf(events: readonly Event[], seen: Set<Phase>): readonly string[] {
  const [world, board] = [createWorld(), createBoard()]
  const records = new Map<ContactId, ContactHistory>()
  return events.flatMap((event, index) => {
    if (event.cause === undefined) stepWorld(world, inputOf(event))
    stepBoard(board, event)
    if ('contact' in event) {
      const record = projectContact(records.get(event.contact), event)
      if (record) records.set(event.contact, record)
    }
    if (events[index + 1]?.cause !== undefined) return []
    return [...world.state.contacts].flatMap(([id, { phase }]) => {
      seen.add(phase)
      const [view, segment] = [board.contacts.get(id)?.phase, segmentOf(records.get(id))]
      return [
        ...(view && shown[phase].includes(view) ? [] : [`shown: ${phase} as ${view}`]),
        ...(kept[phase].includes(segment) ? [] : [`kept: ${phase} as ${segment}`]),
      ]
    })
  })
}

t.test('pages and records say of every contact what its phase says', async (t) => {
  const seen = new Set<Phase>()
  const lies = fc
    .sample(histories, { numRuns: 500, seed: 5 })
    .flatMap((history) => liesOf(play(history).events, seen))
  t.same([...new Set(lies)], [])
  const living = Object.keys(shown).filter((phase) => phase !== 'ended')
  t.same([...seen].sort(), living.sort(), 'every phase has occurred')
})
