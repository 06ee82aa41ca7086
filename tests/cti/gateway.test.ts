import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { WebSocket } from 'ws'
import type { Ask } from '../../core/event.ts'
import { named } from '../../core/names.ts'
import { createCtiClient, type CtiClient, type Socket } from '../../cti/client.ts'
import { type CtiGateway, startCtiGateway } from '../../cti/gateway/gateway.ts'
import type { Topic } from '../../cti/protocol.ts'
import type { PageUser } from '../../cti/publish.ts'
import { ctiPort } from '../../server/processes/cti-port.ts'
import { anna, type Running, running } from '../server/centre/running.ts'

/** Tokens are the names of those whom they speak for. */
const people: Readonly<Record<string, PageUser>> = {
  anna: { kind: 'person', id: anna, role: 'agent' },
  chief: { kind: 'person', id: named('2001'), role: 'supervisor' },
  customer: { kind: 'caller', id: '555' },
}

/** Pages over real WebSockets on a real HTTP server, before a running centre. */
class Pages {
  readonly stage: Running
  readonly clients: CtiClient[] = []
  #server = createServer()
  #cti: CtiGateway | undefined
  port = 0

  constructor(stage: Running) {
    this.stage = stage
  }

  async open(): Promise<this> {
    this.#server = createServer().listen(this.port, '127.0.0.1')
    await once(this.#server, 'listening')
    this.port = (this.#server.address() as AddressInfo).port
    const centre = ctiPort(this.stage.centre)
    const whoIs = (token: string) => people[token]
    this.#cti = startCtiGateway({ server: this.#server, centre, whoIs, log: () => undefined })
    return this
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/cti`
  }

  get connections(): number {
    return this.#cti?.connections() ?? 0
  }

  async close(): Promise<void> {
    this.#cti?.stop()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  client(token: string, topic: Topic): CtiClient {
    const open = (url: string): Socket => new WebSocket(url)
    const client = createCtiClient({ url: this.url, token, topic, open })
    this.clients.push(client)
    return client
  }

  async live(token: string, topic: Topic): Promise<CtiClient> {
    const client = this.client(token, topic)
    await this.stage.until(() => client.getState().state === 'live')
    return client
  }
}

async function pages(t: Test): Promise<Pages> {
  const pages = await new Pages(await running(t)).open()
  t.teardown(async () => {
    for (const client of pages.clients) client.close()
    await pages.close()
  })
  return pages
}

/** A page that says what it likes. */
async function rawPage(t: Test, { url }: Pages) {
  const socket = new WebSocket(url)
  const heard: Record<string, unknown>[] = []
  socket.on('message', (data: Buffer) => heard.push(JSON.parse(data.toString()) as never))
  socket.on('error', () => undefined)
  t.teardown(() => socket.terminate())
  await once(socket, 'open')
  return { socket, heard, say: (frame: unknown) => socket.send(JSON.stringify(frame)) }
}

t.test('a desk sees its own call from the first ring on, and rules it', async (t) => {
  const all = await pages(t)
  const { stage } = all
  const desk = await all.live('anna', 'desk')
  t.match(desk.getState(), { me: { id: '1001', name: 'Anna', role: 'agent' } })
  await stage.isReady(anna)
  await stage.queues('a1')
  await stage.until(() => [...desk.getState().contacts.values()][0]?.phase === 'offered')
  const [contact] = desk.getState().contacts.values()
  t.match(contact, { from: '555', queue: 'sales', agent: '1001' })
  const [ring] = stage.orders('ring')
  if (ring) stage.say({ type: 'leg.answered', leg: ring.leg })
  await stage.until(() => desk.getState().agents.get(anna)?.state === 'talking')
  const id = contact?.id ?? named('c0')
  t.same(await desk.ask({ ask: 'hold', contact: id }), { ok: true })
  await stage.until(() => desk.getState().contacts.get(id)?.held === true)
  t.same(await desk.ask({ ask: 'ready' }), { ok: true })
  t.same(await desk.ask({ ask: 'resume', contact: named('c999') }), {
    ok: false,
    reason: 'not-possible-now',
  })
  await desk.ask({ ask: 'hangUp', contact: id })
  await desk.ask({ ask: 'wrapUp', contact: id, disposition: '', note: '' })
  await stage.until(() => desk.getState().contacts.size === 0)
  const { samples, eventToPage } = desk.latency()
  // How many frames carry the changes depends on the machine: changes close together share one.
  t.ok(samples > 0)
  t.ok(eventToPage.p50 <= eventToPage.p99)
})

t.test('a wallboard sees everything change, a customer only the own call', async (t) => {
  const all = await pages(t)
  const board = await all.live('chief', 'board')
  const call = await all.live('customer', 'call')
  let changes = 0
  board.onChange(() => changes++)
  const before = board.getState()
  t.equal(board.getState(), before, 'the same object until something changes')
  await all.stage.queues('a1')
  await all.stage.until(() => board.getState().queues.get(named('sales'))?.waiting === 1)
  await all.stage.until(() => [...call.getState().contacts.values()][0]?.position === 1)
  t.ok(changes > 0)
  t.not(board.getState(), before)
  t.equal(call.getState().agents.size, 0)
})

t.test('a supervisor rules queues and callbacks from the board, an agent nowhere', async (t) => {
  const all = await pages(t)
  const board = await all.live('chief', 'board')
  const desk = await all.live('anna', 'desk')
  const asks: readonly Ask[] = [
    { ask: 'switchQueue', queue: named('sales'), to: 'closed' },
    { ask: 'cancelCallback', contact: named('c999') },
  ]
  const refused = { ok: false, reason: 'not-authorized' }
  for (const ask of asks) {
    t.same(await desk.ask(ask), refused)
    t.not((await board.ask(ask)).reason, 'not-authorized')
  }
  t.same(await board.ask({ ask: 'ready' }), refused, 'what one asks for oneself is for the desk')
})

t.test(
  'the newest desk page of a person is the desk; the older one is told, and stays away',
  async (t) => {
    const all = await pages(t)
    const linked = () => all.stage.centre.board().agents.get(anna)?.linked
    const first = await all.live('anna', 'desk')
    const second = await all.live('anna', 'desk')
    await all.stage.until(() => first.getState().refused === 'elsewhere')
    await all.stage.until(() => all.connections === 1)
    t.equal(second.getState().state, 'live')
    t.equal(linked(), true)
    second.close()
    await all.stage.until(() => linked() === false)
  },
)

t.test(
  'a page that lost its centre comes back by itself and is shown how things stand',
  async (t) => {
    const all = await pages(t)
    const desk = await all.live('anna', 'desk')
    const states: string[] = []
    desk.onChange(() => states.push(desk.getState().state))
    await all.close()
    await all.stage.until(() => desk.getState().state === 'lost')
    t.same(await desk.ask({ ask: 'ready' }), { ok: false, reason: 'not-connected' })
    await all.stage.centre.put({ type: 'agent.loggedOn', agent: anna })
    await all.open()
    await all.stage.until(() => desk.getState().state === 'live')
    t.equal(desk.getState().agents.get(anna)?.state, 'notReady')
    t.equal(states[0], 'lost')
  },
)

t.test('a refused page is told why and does not try again', async (t) => {
  const all = await pages(t)
  for (const [token, topic, reason] of [
    ['mallory', 'desk', 'bad-credentials'],
    ['anna', 'board', 'not-authorized'],
    ['customer', 'desk', 'not-authorized'],
  ] as const) {
    const client = all.client(token, topic)
    await all.stage.until(() => client.getState().refused !== undefined)
    t.match(client.getState(), { state: 'lost', refused: reason })
  }
  await all.stage.until(() => all.connections === 0)
})

t.test('a bad frame is answered and the page stays; twenty-one in a minute end it', async (t) => {
  const all = await pages(t)
  const page = await rawPage(t, all)
  page.socket.send('not json')
  page.say({ type: 'ask', id: '1', ask: { ask: 'ready' } })
  page.say({ type: 'hello', version: 1, token: 'anna', topic: 'desk' })
  page.say({ type: 'ask', id: '2', ask: { ask: 'sing' } })
  page.say({ type: 'ping', id: 'p' })
  await all.stage.until(() => page.heard.some(({ type }) => type === 'pong'))
  const answers = page.heard.filter(({ type }) => type === 'answer')
  t.match(answers, Array(3).fill({ ok: false, reason: 'bad-frame' }))
  for (let count = 0; count < 18; count++) page.say({ type: 'nonsense' })
  await once(page.socket, 'close')
  t.equal(all.stage.centre.counts().bugs, 0)
})

t.test('a frame of another version or one that is too large ends the page', async (t) => {
  const all = await pages(t)
  const old = await rawPage(t, all)
  old.say({ type: 'hello', version: 99, token: 'anna', topic: 'desk' })
  await once(old.socket, 'close')
  t.match(old.heard, [{ type: 'answer', reason: 'bad-frame' }])
  const large = await rawPage(t, all)
  large.socket.send('x'.repeat(70_000))
  const [code] = (await once(large.socket, 'close')) as [number]
  t.equal(code, 1009)
})

t.test('another path is not a door', async (t) => {
  const { url } = await pages(t)
  const socket = new WebSocket(url.replace('/cti', '/other'))
  const [error] = (await once(socket, 'error')) as [Error]
  t.match(error.message, '404')
})
