import t from 'tap'
import { type Parties, partyIn, stepParties } from '../../core/parties.ts'

const told = (...facts: object[]) =>
  facts.reduce<Parties>((parties, fact) => stepParties(parties, fact as never), [])

const opened = { type: 'contact.opened', leg: 'in1' }
const answered = (leg: string) => ({ type: 'leg.answered', leg })
const assigned = (leg: string, agent: string) => ({
  type: 'leg.assigned',
  contact: 'c1',
  leg,
  party: { who: 'agent', agent },
})
const connected = (leg: string) => ({ type: 'contact.connected', agent: '1001', leg })
const caller = { leg: 'in1', who: 'caller' }

t.test('the agent’s leg is the one that the event names', async (t) => {
  const parties = told(opened, answered('in1'), answered('c1.2'), connected('c1.2'))
  t.same(parties, [caller, { leg: 'c1.2', who: 'agent', agent: '1001' }])
})

t.test('where all rang, a second one that answered late is nobody’s', async (t) => {
  const rings = [assigned('c1.1', '1001'), assigned('c1.2', '1002')]
  const late = [...rings, answered('c1.1'), connected('c1.1'), answered('c1.2')]
  const ended = { type: 'leg.ended', leg: 'c1.2' }
  t.equal(told(opened, ...late)[2], undefined)
  t.same(told(opened, ...late, ended), [caller, { leg: 'c1.1', who: 'agent', agent: '1001' }])
})

t.test('an agent who is back has another leg, and so has a customer who is called', async (t) => {
  const rejoined = { type: 'contact.agentRejoined', agent: '1001', leg: 'c1.2' }
  t.match(told(opened, connected('c1.1'), rejoined), [
    caller,
    { leg: 'c1.1', agent: '1001' },
    { leg: 'c1.2', agent: '1001' },
  ])
  const dialled = { type: 'callback.dialled', leg: 'c1.2' }
  t.match(told(opened, answered('c1.1'), dialled, answered('c1.2'), connected('c1.1')), [
    caller,
    { leg: 'c1.2', who: 'caller' },
    { leg: 'c1.1', agent: '1001' },
  ])
})

t.test('a number outside is outside', async (t) => {
  const diverted = { type: 'contact.diverted', leg: 'c1.1', uri: 'sip:out@trunk' }
  t.match(told(opened, answered('c1.1'), diverted), [caller, { leg: 'c1.1', who: 'outside' }])
  const byItsNetwork = { type: 'contact.diverted', number: '110' }
  t.same(told(opened, byItsNetwork), [caller])
})

t.test('a colleague who is consulted and then has the customer is one party', async (t) => {
  const consulted = { type: 'consult.connected', leg: 'c1.2', agent: '1002' }
  const handedOver = { type: 'contact.handedOver', leg: 'c1.2', agent: '1002' }
  t.same(told(opened, connected('c1.1'), consulted, handedOver), [
    caller,
    { leg: 'c1.1', who: 'agent', agent: '1001' },
    { leg: 'c1.2', who: 'agent', agent: '1002' },
  ])
})

t.test('a leg says whose it is from its first ring on', async (t) => {
  t.same(partyIn(assigned('c1.1', '1001') as never), { leg: 'c1.1', who: 'agent', agent: '1001' })
})
