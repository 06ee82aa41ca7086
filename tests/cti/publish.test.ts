import t from 'tap'
import { named } from '../../core/names.ts'
import { plainPolicy } from '../../core/policy.ts'
import {
  type Board,
  type Changed,
  createBoard,
  nothingChanged,
  stepBoard,
} from '../../cti/board/board.ts'
import { serverFrame, type ServerFrame } from '../../cti/protocol.ts'
import {
  createViewer,
  mergeChanged,
  type PageUser,
  publishChange,
  type Viewer,
  welcomeFrame,
} from '../../cti/publish.ts'

const names = { zh: '销售', en: 'Sales' }
const queue = {
  id: 'sales',
  name: names,
  music: 'music/default',
  serviceLevelSeconds: 20,
  dispositions: [{ id: 'sold', name: names }],
}
const person = (id: string, role: string) => ({ id, name: `P${id}`, role, queues: ['sales'] })
const tenant = {
  id: 'demo',
  hotlines: [],
  flows: [],
  queues: [queue],
  skills: [],
  policy: plainPolicy([{ id: named('sales') }]),
  people: [person('1001', 'agent'), person('1002', 'agent'), person('2001', 'supervisor')],
}

const anna: PageUser = { kind: 'person', id: '1001' as never, role: 'agent' }
const bert: PageUser = { kind: 'person', id: '1002' as never, role: 'agent' }
const chief: PageUser = { kind: 'person', id: '2001' as never, role: 'supervisor' }
const customer: PageUser = { kind: 'caller', id: 'web-7' }

function script() {
  const board = createBoard()
  let seq = 0
  const tell = (type: string, fields: object = {}) =>
    stepBoard(board, { seq: ++seq, at: 1000 * seq, type, ...fields } as never)
  tell('tenant.configured', { tenant })
  const open = (contact: string, from: string) =>
    tell('contact.opened', { contact, from, to: '9', via: 'web', flow: 'f', language: 'zh' })
  return { board, tell, open }
}

const viewerOf = (who: PageUser, topic: 'desk' | 'board' | 'call') => {
  const viewer = createViewer(who, topic)
  if (!viewer) throw new Error('not allowed')
  return viewer
}
const updateFor = (board: Board, viewer: Viewer, changed: Changed) => {
  const text = publishChange(board, changed, 1000, 1001)(viewer)
  return text === undefined ? undefined : serverFrame.parse(JSON.parse(text))
}
const contactsIn = (frame: ServerFrame | undefined) =>
  frame?.type === 'update' || frame?.type === 'welcome'
    ? (frame.contacts ?? []).map(({ id, phase }) => `${id} ${phase}`)
    : undefined

t.test('a topic is for those whom it is meant for', async (t) => {
  t.ok(createViewer(anna, 'desk'))
  t.notOk(createViewer(anna, 'board'))
  t.ok(createViewer(chief, 'board'))
  t.notOk(createViewer(chief, 'call'))
  t.ok(createViewer(customer, 'call'))
  t.notOk(createViewer(customer, 'desk'))
  t.notOk(createViewer(customer, 'board'))
})

t.test('frames pass the schema that pages are written against', async (t) => {
  const { board, open, tell } = script()
  const viewer = viewerOf(chief, 'board')
  const changed = open('c1', 'web-7')
  mergeChanged(changed, tell('contact.queued', { contact: 'c1', queue: 'sales', since: 5 }))
  const frames = [
    welcomeFrame(board, viewer, 1001),
    welcomeFrame(board, viewerOf(customer, 'call'), 1001),
  ]
  for (const frame of frames) t.same(serverFrame.parse(frame), JSON.parse(JSON.stringify(frame)))
  t.match(updateFor(board, viewer, changed), { at: 1000, now: 1001, contacts: [{ id: 'c1' }] })
  t.match(frames[0], { me: { id: '2001', name: 'P2001', role: 'supervisor' }, now: 1001 })
})

t.test('a web caller sees the one call that is his, and nobody else', async (t) => {
  const { board, open } = script()
  const viewer = viewerOf(customer, 'call')
  t.equal(updateFor(board, viewer, open('c1', 'web-8')), undefined)
  const mine = updateFor(board, viewer, open('c2', 'web-7'))
  t.same(contactsIn(mine), ['c2 arriving'])
  t.match(mine, { agents: undefined, queues: undefined })
  const welcome = welcomeFrame(board, viewer, 3)
  t.match(welcome, { agents: [], queues: [], me: undefined, tenant: { notReadyReasons: [] } })
  t.same(contactsIn(welcome), ['c2 arriving'])
})

t.test('a desk has its own contacts and loses those that move on', async (t) => {
  const { board, open, tell } = script()
  const [first, second] = [viewerOf(anna, 'desk'), viewerOf(bert, 'desk')]
  open('c1', '555')
  const see = (type: string, fields: object) => {
    const changed = tell(type, { contact: 'c1', queue: 'sales', ...fields })
    return [first, second].map((viewer) => contactsIn(updateFor(board, viewer, changed)) ?? [])
  }
  t.same(see('contact.offered', { agent: '1001', reason: {} }), [['c1 offered'], []])
  t.same(see('contact.connected', { agent: '1001' }), [['c1 talking'], []])
  t.same(see('agent.released', { agent: '1001', why: 'talked' }), [['c1 wrapUp'], []])
  t.same(see('contact.queued', { since: 5 }), [['c1 waiting'], []])
  t.same(see('contact.offered', { agent: '1002', reason: {} }), [['c1 offered'], ['c1 offered']])
  t.same(see('agent.wrappedUp', { agent: '1001' }), [['c1 closed'], ['c1 offered']])
  t.same(see('contact.connected', { agent: '1002' }), [[], ['c1 talking']])
  see('agent.released', { agent: '1002', why: 'talked' })
  see('contact.ended', { outcome: 'handled' })
  t.same(see('agent.wrappedUp', { agent: '1002' }), [[], ['c1 closed']])
})

t.test(
  'a contact that rings at several desks leaves all but one when it is answered',
  async (t) => {
    const { board, open, tell } = script()
    const desks = [viewerOf(anna, 'desk'), viewerOf(bert, 'desk')]
    open('c1', '555')
    const see = (type: string, agent: string, fields: object = {}) => {
      const changed = tell(type, { contact: 'c1', queue: 'sales', agent, reason: {}, ...fields })
      return desks.map((viewer) => contactsIn(updateFor(board, viewer, changed)) ?? [])
    }
    see('contact.offered', '1001')
    t.same(see('contact.offered', '1002'), [['c1 offered'], ['c1 offered']])
    see('contact.connected', '1002')
    t.same(see('agent.released', '1001', { why: 'not-connected' }), [['c1 closed'], ['c1 talking']])
  },
)

t.test(
  'a contact that came and went between two frames is not mentioned to its caller',
  async (t) => {
    const { board, open, tell } = script()
    const changed = nothingChanged()
    mergeChanged(changed, open('c1', 'web-7'))
    mergeChanged(changed, tell('contact.ended', { contact: 'c1', outcome: 'abandoned-in-flow' }))
    t.equal(updateFor(board, viewerOf(customer, 'call'), changed), undefined)
  },
)

t.test('what all desks see is written once', async (t) => {
  const { board, tell } = script()
  const texts = publishChange(board, tell('agent.becameReady', { agent: '1001' }), 1, 2)
  t.match(texts(viewerOf(anna, 'desk')), '"ready"')
  t.equal(texts(viewerOf(anna, 'desk')), texts(viewerOf(bert, 'desk')))
})

t.test('trouble with sound is for boards alone, and counted while it lasts', async (t) => {
  const { board, tell } = script()
  const [wall, desk] = [viewerOf(chief, 'board'), viewerOf(anna, 'desk')]
  const full = { reason: 'disk-full', detail: 'ENOSPC' }
  tell('media.faulted', full)
  const changed = tell('media.faulted', full)
  t.match(updateFor(board, wall, changed), {
    faults: [{ reason: 'disk-full', since: 2000, at: 3000, count: 2 }],
  })
  t.equal(updateFor(board, desk, changed), undefined)
  t.match(welcomeFrame(board, wall, 1), { faults: [{ reason: 'disk-full' }] })
  t.notOk('faults' in welcomeFrame(board, desk, 1))
  const before = { ...board.faults.get('disk-full'), at: 3000 - 600_000 }
  board.faults.set('disk-full', before as never)
  tell('media.faulted', full)
  t.match(board.faults.get('disk-full'), { since: 4000, count: 1 }, 'it had been over')
})
