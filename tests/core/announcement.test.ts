import { existsSync } from 'node:fs'
import t from 'tap'
import { type Contact, openContact, stepContact } from '../../core/contact.ts'
import type { EventOf } from '../../core/event.ts'
import { callbackRule, tenant, withSalesRule } from '../../testkit/calls/tenant.ts'

type Tells = EventOf<'contact.positioned'>['tells']

/** What a caller hears who waits for sales in Chinese and is told this. */
function heard(tells: Tells, position = 1, key?: string, from = '13800138000') {
  const house = key ? withSalesRule({ callback: { ...callbackRule, key } }) : tenant
  let contact: Contact = openContact(
    {
      seq: 7,
      at: 0,
      type: 'leg.arrived',
      leg: 'in1' as never,
      number: '95000',
      from,
      via: 'sip',
    },
    house,
  ).state
  const hear = (fact: object) => {
    const { state, effects } = stepContact(contact, { seq: 8, at: 0, ...fact } as never, house)
    contact = state
    return effects
  }
  hear({ type: 'leg.answered', leg: 'in1' })
  hear({ type: 'contact.queued', contact: 'c7', queue: 'sales', since: 0 })
  const place = { contact: 'c7', queue: 'sales', position, waiting: position, first: false, tells }
  const play = hear({ type: 'contact.positioned', ...place }).find((effect) => effect.do === 'play')
  const prompts = play?.do === 'play' ? play.prompts.filter((each) => typeof each === 'string') : []
  for (const id of prompts)
    if (!existsSync(new URL(`../../prompts/${id}.wav`, import.meta.url)))
      throw new Error(`there is no prompt ${id}`)
  return prompts.map((id) => id.slice('zh/'.length)).join(' ')
}

t.test('a caller is told the place, the wait, both, or nothing', async (t) => {
  t.equal(heard({ position: true }, 12), 'position-before number/12 position-after')
  t.equal(heard({ position: true }), 'next')
  t.equal(heard({ position: false, waitSeconds: 180 }), 'wait-before number/3 duration/minute')
  t.equal(heard({ position: true, waitSeconds: 60 }), 'next wait-before number/1 duration/minute')
  t.equal(heard({ position: false }), '')
})

t.test('a wait is told in whole minutes, rounded up, and one under a minute as that', async (t) => {
  t.equal(heard({ position: false, waitSeconds: 90 }), 'wait-before number/liang duration/minute')
  t.equal(heard({ position: false, waitSeconds: 30 }), 'wait-short')
})

t.test('a place far behind and a wait of hours are told, too', async (t) => {
  const place = 'position-before number/100 number/0 number/7 position-after'
  t.equal(heard({ position: true }, 107), place)
  const wait = 'wait-before number/liang duration/hour number/1 duration/minute'
  t.equal(heard({ position: false, waitSeconds: 7220 }), wait)
})

t.test(
  'the key for a callback is named with each announcement, to who can be called',
  async (t) => {
    t.equal(heard({ position: true }, 1, '1'), 'next callback-offer number/1')
    t.equal(heard({ position: true }, 1, '*'), 'next callback-offer key-star')
    t.equal(heard({ position: true }, 1, '#'), 'next callback-offer key-pound')
    t.equal(heard({ position: true }, 1, '1', 'anonymous'), 'next')
    t.equal(heard({ position: false }, 1, '1'), '', 'nor is silence broken for it')
  },
)
