import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { WebSocketServer } from 'ws'
import { hearEachOther } from '../../core/hearing.ts'
import { type LegId, named } from '../../core/names.ts'
import { createPhone } from '../../testkit/phone/phone.ts'
import { dominantHz } from '../../testkit/sound/tone.ts'
import { noChromium, openChromium, openPage } from './chromium.ts'
import { openExchange } from './exchange.ts'
import {
  agent,
  agentIsRung,
  heardInPage,
  isNear,
  openPhone,
  press,
  script,
  shows,
  until,
} from './softphone-stage.ts'

const leg = named<LegId>('c1.1')
const options = { skip: noChromium }

// A browser on a busy machine takes its time.
t.setTimeout(240_000)

t.test("an agent's softphone is rung, talks, mutes and hangs up", options, async (t) => {
  const exchange = await openExchange(t)
  const caller = await createPhone()
  t.teardown(() => caller.close())
  const page = await openPhone(t, exchange, agent, true)
  t.same(await exchange.take('device.registered'), { type: 'device.registered', agent })
  await shows(t, page, { link: 'connected', registered: true })

  const call = await caller.call(exchange.uriOf('95000'), { toneHz: 600, from: '13800000000' })
  const inbound = (await exchange.take('leg.arrived')).leg
  exchange.voice.perform({ do: 'answer', leg: inbound })
  await exchange.take('leg.answered')

  agentIsRung(exchange, leg)
  await exchange.take('leg.ringing')
  await shows(t, page, { call: 'incoming', caller: { number: '13800000000', name: 'Anna' } })
  await press(page, 'answer()')
  t.equal((await exchange.take('leg.answered')).leg, leg)
  await shows(t, page, { call: 'talking' })
  exchange.voice.perform({ do: 'hear', rows: hearEachOther(inbound, leg) })
  t.ok(await until(async () => isNear(await heardInPage(page), 600)), 'the agent hears 600 Hz')
  t.ok(await until(() => isNear(dominantHz(call.heard(500)), 1000)), 'the caller hears 1000 Hz')
  t.ok(Number(await press(page, 'level()')) > 0, 'the microphone shows a level')

  await press(page, 'setMuted(true)')
  t.ok(await until(() => dominantHz(call.heard(400)) === undefined), 'muted is silent')
  await press(page, 'setMuted(false)')
  t.ok(await until(() => isNear(dominantHz(call.heard(400)), 1000)), 'and heard again')

  await page.evaluate(`microphones.at(-1).dispatchEvent(new Event('ended'))`)
  t.ok(await until(() => page.evaluate<boolean>('microphones.length === 3')), 'another is opened')
  await sleep(500)
  t.ok(await until(() => isNear(dominantHz(call.heard(400)), 1000)), 'and heard')

  const ufrag = () =>
    page.evaluate<string>('/ice-ufrag:(.+)/.exec(peers.at(-1).remoteDescription.sdp)[1]')
  const before = await ufrag()
  await page.evaluate(`Object.defineProperty(peers.at(-1), 'connectionState', { value: 'disconnected' })
    peers.at(-1).dispatchEvent(new Event('connectionstatechange'))`)
  t.ok(await until(async () => (await ufrag()) !== before), 'a lost path is looked for anew')
  await sleep(500)
  t.ok(await until(() => isNear(dominantHz(call.heard(400)), 1000)), 'and the talk goes on')

  await press(page, 'sendDigit("5")')
  t.same(await exchange.take('leg.digit'), { type: 'leg.digit', leg, digit: '5' })

  await press(page, 'hangUp()')
  t.match(await exchange.take('leg.ended'), { leg, reason: 'hung-up' })
  await shows(t, page, { call: 'none', registered: true, lastEnd: { by: 'here' } })

  await press(page, 'stop()')
  t.same(await exchange.take('device.unregistered'), { type: 'device.unregistered', agent })
})

t.test(
  'a softphone declines, is cancelled, and answers by itself when told',
  options,
  async (t) => {
    const exchange = await openExchange(t)
    const page = await openPhone(t, exchange, agent, true)
    await exchange.take('device.registered')

    agentIsRung(exchange, leg)
    await shows(t, page, { call: 'incoming' })
    await press(page, 'reject()')
    t.match(await exchange.take('leg.ended'), { leg, reason: 'rejected' })
    await shows(t, page, { call: 'none' })

    const second = named<LegId>('c1.2')
    agentIsRung(exchange, second)
    await shows(t, page, { call: 'incoming' })
    exchange.voice.perform({ do: 'hangUp', leg: second, reason: 'no-answer' })
    await shows(t, page, { call: 'none', lastEnd: { by: 'there' } })
    await exchange.take('leg.ended')

    const third = named<LegId>('c1.3')
    agentIsRung(exchange, third, true)
    t.equal((await exchange.take('leg.answered')).leg, third)
    await shows(t, page, { call: 'talking' })

    const fourth = named<LegId>('c2.1')
    agentIsRung(exchange, fourth)
    t.match(await exchange.take('leg.ended'), { leg: fourth, reason: 'busy' })
    await shows(t, page, { call: 'talking' })

    await page.goto('about:blank')
    t.match(await exchange.take('leg.ended'), { leg: third, reason: 'media-lost' })
  },
)

t.test(
  'a customer calls from the page without registering, and presses keys',
  options,
  async (t) => {
    const exchange = await openExchange(t)
    const page = await openPhone(t, exchange, 'web-7', false)
    await shows(t, page, { link: 'connected', registered: false })
    await press(page, `call(${JSON.stringify(exchange.uriOf('95000'))})`)
    const arrived = await exchange.take('leg.arrived')
    t.match(arrived, { number: '95000', from: 'web-7', via: 'web' })
    await shows(t, page, { call: 'connecting' })
    exchange.voice.perform({ do: 'answer', leg: arrived.leg })
    await exchange.take('leg.answered')
    await shows(t, page, { call: 'talking' })
    await press(page, 'sendDigit("#")')
    t.match(await exchange.take('leg.digit'), { digit: '#' })
    exchange.voice.perform({ do: 'hangUp', leg: arrived.leg, reason: 'finished' })
    await shows(t, page, { call: 'none', lastEnd: { by: 'there' } })

    await press(page, `call(${JSON.stringify(exchange.uriOf('95000'))})`)
    const again = (await exchange.take('leg.arrived')).leg
    exchange.voice.perform({ do: 'refuse', leg: again, status: 404, reason: 'unknown-number' })
    await shows(t, page, { call: 'none', lastEnd: { by: 'there', status: 404 } })
  },
)

t.test('a softphone that lost its edge comes back and registers anew', options, async (t) => {
  const first = await openExchange(t)
  const page = await openPhone(t, first, agent, true)
  await first.take('device.registered')
  await first.stop()
  await shows(t, page, { registered: false })
  const second = await openExchange(t, { wsPort: first.wsPort })
  await second.take('device.registered')
  await shows(t, page, { link: 'connected', registered: true })
})

t.test('a softphone whose sitting is over says so', options, async (t) => {
  const exchange = await openExchange(t)
  const page = await openPage(t, await openChromium(t), script)
  const account = { ...exchange.accountOf(agent), password: 'wrong' }
  await page.evaluate(`createPhone(${JSON.stringify(account)}, true)`)
  await shows(t, page, { link: 'connected', registered: false, fault: 'not-authorized' })
})

t.test('a socket on which nothing comes back is given up for a new one', options, async (t) => {
  const silent = new WebSocketServer({ host: '127.0.0.1', port: 0, handleProtocols: () => 'sip' })
  t.teardown(() => {
    for (const socket of silent.clients) socket.terminate()
    silent.close()
  })
  await once(silent, 'listening')
  let sockets = 0
  silent.on('connection', () => sockets++)
  // Boundary: a listening TCP server's address.
  const { port } = silent.address() as AddressInfo
  const page = await openPage(t, await openChromium(t), script)
  const account = { server: `ws://127.0.0.1:${port}`, uri: 'sip:1001@127.0.0.1' }
  const who = { ...account, authorizationUser: '1001', password: 'none' }
  await page.evaluate(`createPhone(${JSON.stringify(who)}, true)`)
  await shows(t, page, { link: 'connected', registered: false })
  t.ok(await until(() => sockets > 1))
})
