import t from 'tap'
import { type Contact, openContact, stepContact } from '../../core/contact.ts'
import { callbackRule, withSalesRule } from '../../testkit/calls/tenant.ts'
import { someReason } from '../../testkit/samples.ts'

const tenant = withSalesRule({ callback: { ...callbackRule, first: 'agent' } })
const at = 1_000_000

/** A caller who waits for sales, is told of the callback, and has hung up; the phone of an agent rings for it. */
function offered() {
  const arrival = { type: 'leg.arrived', leg: 'in1', number: '95000', from: '13800138000' }
  let contact: Contact = openContact({ seq: 7, at, ...arrival, via: 'sip' } as never, tenant).state
  const hear = (fact: object) => {
    const step = stepContact(contact, { seq: 8, at, ...fact } as never, tenant)
    contact = step.state
    return { contact, told: step.conclusions.map(({ type }) => type) }
  }
  hear({ type: 'leg.answered', leg: 'in1' })
  hear({ type: 'contact.queued', queue: 'sales', since: at })
  const place = { queue: 'sales', since: at, number: '13800138000', until: at + 3_600_000 }
  const booked = hear({ type: 'callback.booked', ...place }).contact
  const awaiting = hear({ type: 'leg.ended', leg: 'in1', reason: 'finished' }).contact
  const offer = { type: 'contact.offered', queue: 'sales', agent: '1001', reason: someReason }
  return { hear, booked, awaiting, ringing: hear(offer).contact }
}

const lineOf = (contact: Contact) => ('caller' in contact ? contact.caller : 'nobody')

t.test('who is on the line is known while somebody is, and only then', async (t) => {
  const { hear, booked, awaiting, ringing } = offered()
  const dialing = hear({ type: 'leg.answered', leg: 'c7.2' }).contact
  t.same(
    [booked, awaiting, ringing, dialing].map((each) => `${each.phase}: ${lineOf(each)}`),
    [
      'booked: in1',
      'awaitingCallback: nobody',
      'offeredCallback: nobody',
      'dialingForAgent: nobody',
    ],
  )
  t.ok('leg' in dialing)
  const { contact } = hear({ type: 'leg.answered', leg: 'leg' in dialing && dialing.leg })
  t.match(contact, { phase: 'talking', agent: '1001', leg: 'c7.2', caller: 'c7.3' })
})

t.test('a callback that is offered has its place in the booking, and nothing twice', async (t) => {
  const { ringing } = offered()
  t.match(ringing, { booking: { queue: 'sales', since: at }, rings: [{ agent: '1001' }] })
  for (const key of ['queue', 'since', 'play']) t.notOk(key in ringing, key)
})

t.test('the leg that the caller had means nothing any more', async (t) => {
  const { hear, ringing } = offered()
  const { contact, told } = hear({ type: 'leg.ended', leg: 'in1', reason: 'finished' })
  t.same([contact, told], [ringing, []])
})

t.test('nobody who answers: the customer has missed nothing, and waits on', async (t) => {
  const { hear } = offered()
  const { contact, told } = hear({ type: 'leg.ended', leg: 'c7.2', reason: 'busy' })
  t.equal(contact.phase, 'awaitingCallback')
  t.same(told, ['agent.missed', 'callback.missed'])
})
