import type { Input } from '../../../core/event.ts'
import { type AgentId, type ContactId, type LegId, named } from '../../../core/names.ts'
import type { SmallCentre } from './small-centre.ts'

/** Plays voice and people: a caller reaches sales, and the one agent who is ready answers. Gives the contact. */
export async function talkBetween(
  centre: SmallCentre,
  agent: string,
  from: string,
): Promise<ContactId> {
  const caller = named<LegId>(`caller-${from}`)
  const person = named<AgentId>(agent)
  const play = async (...facts: Input[]) => {
    for (const fact of facts) await centre.put(fact)
  }
  await play(
    { type: 'agent.loggedOn', agent: person },
    { type: 'agent.appeared', agent: person },
    { type: 'device.registered', agent: person },
    { type: 'agent.asked', agent: person, ask: { ask: 'ready' } },
    { type: 'leg.arrived', leg: caller, number: '95000', from, via: 'sip' },
    { type: 'leg.answered', leg: caller },
    { type: 'leg.digit', leg: caller, digit: '2' },
    { type: 'leg.digit', leg: caller, digit: '1' },
  )
  const ring = centre.orders.findLast((order) => order.do === 'ring')
  if (ring?.do !== 'ring') throw new Error('nobody was rung')
  await play({ type: 'leg.answered', leg: ring.leg })
  const open = [...centre.board().contacts.values()].find((contact) => contact.from === from)
  if (open?.phase !== 'talking') throw new Error(`the contact is ${open?.phase ?? 'not there'}`)
  return open.id
}

/** The caller hangs up, the sound file is closed, and the agent wraps up. */
export async function endTalk(
  centre: SmallCentre,
  contact: ContactId,
  agent: string,
  from: string,
  file?: { readonly file: string; readonly bytes: number },
): Promise<void> {
  const person = named<AgentId>(agent)
  const wrapUp = { ask: 'wrapUp', contact, disposition: 'sold', note: '客户要发票' } as const
  await centre.put({ type: 'leg.ended', leg: named<LegId>(`caller-${from}`), reason: 'hung-up' })
  if (file)
    await centre.put({ type: 'recording.ended', recording: named(contact), seconds: 2, ...file })
  await centre.put({ type: 'agent.asked', agent: person, ask: wrapUp })
  await centre.put({
    type: 'agent.asked',
    agent: person,
    ask: { ask: 'notReady', reason: 'break' },
  })
}
