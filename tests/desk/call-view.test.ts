import t from 'tap'
import { type ContactId, named } from '../../core/names.ts'
import { shownState } from '../../desk/state/agent-state.ts'
import { answererOf, callViewOf, primaryAction, waitedMs } from '../../desk/state/call-view.ts'
import { shortcutOf } from '../../desk/state/shortcut.ts'
import { agent, contact } from './views.ts'

const c1 = contact()

t.test('each state has one obvious act', async (t) => {
  const actions = [
    [agent({ state: 'notReady' }), undefined, 'goReady'],
    [agent({ state: 'ready' }), undefined, 'goNotReady'],
    [agent({ state: 'reserved' }), contact({ phase: 'offered' }), 'answer'],
    [agent({ state: 'reserved', device: 'phone' }), contact({ phase: 'offered' }), 'pickUp'],
    [agent({ state: 'talking' }), c1, 'end'],
    [agent({ state: 'talking' }), contact({ phase: 'parted' }), 'end'],
    [agent({ state: 'reserved' }), contact({ phase: 'fetching' }), 'end'],
    [agent({ state: 'wrapUp', contact: c1.id }), c1, 'finish'],
  ] as const
  for (const [me, on, action] of actions) t.equal(primaryAction(callViewOf(me, on), me), action)
})

t.test('wrap-up needs no view of the contact, which may have gone on elsewhere', async (t) => {
  const callView = callViewOf(agent({ state: 'wrapUp', contact: named('c9') }), undefined)
  t.same(callView, { show: 'wrapUp', contactId: 'c9' })
})

t.test('a state that runs ahead of its contact shows no call', async (t) => {
  t.same(callViewOf(agent({ state: 'talking' }), undefined), { show: 'idle' })
})

t.test('waiting runs until an agent answers and then stands', async (t) => {
  t.equal(waitedMs(contact({ queuedAt: 100 }), 400), 300)
  t.equal(waitedMs(contact({ queuedAt: 100, connectedAt: 250 }), 400), 150)
  t.equal(waitedMs(contact({ queuedAt: 100, waitedMs: 120 }), 400), 120)
  t.equal(waitedMs(contact(), 400), undefined)
})

t.test('a hold and a lost line have their own state and beginning', async (t) => {
  const me = agent({ state: 'talking', since: 5 })
  t.match(shownState(me, contact({ held: true, heldSince: 9 })), { state: 'hold', since: 9 })
  t.match(shownState(me, contact({ phase: 'parted', since: 8 })), { state: 'parted', since: 8 })
  t.match(shownState(me, c1), { state: 'talking', since: 5 })
})

t.test('shortcuts go by the place of the key, and ? only outside of fields', async (t) => {
  const press = { code: 'KeyA', key: 'å', altKey: true, ctrlKey: false, metaKey: false }
  t.equal(shortcutOf(press, true), 'answer')
  t.equal(shortcutOf({ ...press, ctrlKey: true }, false), undefined)
  t.equal(shortcutOf({ ...press, code: 'KeyQ' }, false), undefined)
  const help = { ...press, altKey: false, code: 'Slash', key: '?' }
  t.equal(shortcutOf(help, false), 'help')
  t.equal(shortcutOf(help, true), undefined)
})

t.test('a call that rang here too is known to be a colleague’s once he talks', async (t) => {
  const [me, c1] = [agent({ state: 'ready' }), named<ContactId>('c1')]
  const bert = agent({ id: named('1002'), name: 'Bert', contact: c1, state: 'talking' })
  t.equal(answererOf(c1, me, [me, bert])?.name, 'Bert')
  t.equal(answererOf(c1, me, [me, { ...bert, state: 'reserved' }]), undefined)
  t.equal(answererOf(named('c2'), me, [me, bert]), undefined)
})
