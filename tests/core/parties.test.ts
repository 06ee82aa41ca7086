import t from 'tap'
import { contactOfLeg, type Parties, stepParties } from '../../core/parties.ts'

const told = (...facts: object[]) =>
  facts.reduce<Parties>((parties, fact) => stepParties(parties, fact as never), [])

const opened = { type: 'contact.opened', leg: 'in1' }
const answered = (leg: string) => ({ type: 'leg.answered', leg })
const connected = { type: 'contact.connected', agent: '1001' }
const caller = { leg: 'in1', who: 'caller' }

t.test('the agent’s leg is the one that answered', async (t) => {
  const parties = told(opened, answered('in1'), answered('c1.2'), connected)
  t.same(parties, [caller, { leg: 'c1.2', who: 'agent', agent: '1001' }])
})

t.test('where all rang, a second one that answered late is nobody’s', async (t) => {
  const late = [answered('c1.1'), connected, answered('c1.2')]
  const ended = { type: 'leg.ended', leg: 'c1.2' }
  t.same(told(opened, ...late)[2], { leg: 'c1.2', who: 'nobody' })
  t.same(told(opened, ...late, ended), [caller, { leg: 'c1.1', who: 'agent', agent: '1001' }])
})

t.test('an agent who is back has another leg, and so has a customer who is called', async (t) => {
  const rejoined = { type: 'contact.rejoined', agent: '1001' }
  t.match(told(opened, answered('c1.1'), connected, answered('c1.2'), rejoined), [
    caller,
    { leg: 'c1.1', agent: '1001' },
    { leg: 'c1.2', agent: '1001' },
  ])
  const dialled = { type: 'callback.dialled', leg: 'c1.2' }
  t.match(told(opened, answered('c1.1'), dialled, answered('c1.2'), connected), [
    caller,
    { leg: 'c1.1', agent: '1001' },
    { leg: 'c1.2', who: 'caller' },
  ])
})

t.test('a number outside is outside', async (t) => {
  const diverted = { type: 'contact.diverted', uri: 'sip:out@trunk' }
  t.match(told(opened, answered('c1.1'), diverted), [caller, { leg: 'c1.1', who: 'outside' }])
})

t.test('an outbound leg says whose it is', async (t) => {
  t.equal(contactOfLeg('c12.3' as never), 'c12')
  for (const leg of ['vc0ffee.3', 'in1', 'c12', 'c12.p3'])
    t.equal(contactOfLeg(leg as never), undefined)
})
