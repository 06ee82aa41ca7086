import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { type AgentId, type LegId, named } from '../../core/names.ts'
import type { RingOrder } from '../../sip/signalling.ts'
import { answer, field, startUdpPhone, startWsPhone } from '../../testkit/edge/edge-phone.ts'
import { browser, registerSoftphone, sdp } from '../../testkit/edge/raw-call.ts'
import { createSipStage } from '../../testkit/edge/sip-stage.ts'

const leg = named<LegId>('c1.1')

const orderTo = (to: RingOrder['to'], autoAnswer = false): RingOrder => ({
  to,
  offer: sdp,
  caller: { number: '138', name: 'Li "Na"' },
  autoAnswer,
})

t.test('a softphone is rung over its WebSocket, and forgotten when that is gone', async (t) => {
  const stage = await createSipStage()
  const phone = await startWsPhone(stage.edge.wsPort)
  const agent = named<AgentId>('1001')
  await registerSoftphone(phone, '1001')

  stage.signalling.ring(leg, orderTo({ softphone: agent }, true))
  const invite = await phone.next('INVITE')
  t.match(field(invite, 'From'), '"Li \\"Na\\"" <sip:138@127.0.0.1>')
  t.match(field(invite, 'Call-Info'), /;answer-after=0/)
  phone.send(answer(invite, '180 Ringing', { tag: 'b', contact: browser }))
  t.match(await stage.next('leg.ringing'), { leg })
  phone.send(answer(invite, '200 OK', { tag: 'b', contact: browser, body: sdp }))
  t.match(await stage.next('leg.answered'), { leg, answer: sdp })
  await phone.next('ACK')
  stage.signalling.hangUp(leg, 'finished')
  t.match(field(await phone.next('BYE'), 'Reason'), /finished/)

  phone.close()
  await sleep(50)
  stage.signalling.ring(leg, orderTo({ softphone: agent }))
  await stage.next('leg.ended')
  t.match(await stage.next('leg.ended'), { leg, reason: 'unreachable' })
  t.match(await stage.next('device.unregistered'), { agent })
  await stage.stop()
})

t.test('a phone behind NAT is rung where its REGISTER came from', async (t) => {
  const stage = await createSipStage()
  const phone = await startUdpPhone(stage.edge.sipPort)
  await registerSoftphone(phone, '1001', 'sip:1001@10.1.2.3:5060')
  stage.signalling.ring(leg, orderTo({ softphone: named<AgentId>('1001') }))
  t.match(await phone.next('INVITE'), /^INVITE sip:1001@10\.1\.2\.3:5060 /)
  stage.signalling.hangUp(leg, 'cancelled')
  phone.close()
  await stage.stop()
})

t.test('a phone that rang while another answered is told so', async (t) => {
  const stage = await createSipStage()
  const phone = await startUdpPhone(stage.edge.sipPort)
  const contact = `sip:phone@127.0.0.1:${phone.port}`
  stage.signalling.ring(leg, orderTo({ uri: contact }))
  phone.send(answer(await phone.next('INVITE'), '180 Ringing', { tag: 'b', contact }))
  await stage.next('leg.ringing')
  stage.signalling.hangUp(leg, 'elsewhere')
  t.match(await stage.next('leg.ended'), { leg, reason: 'elsewhere' })
  const reason = field(await phone.next('CANCEL'), 'Reason')
  t.match(reason, 'SIP;cause=200;text="Call completed elsewhere"', 'RFC 3326 section 2')
  phone.close()
  await stage.stop()
})

t.test('an answer that crosses our CANCEL, and a 2xx that is not 200, are hung up', async (t) => {
  const stage = await createSipStage()
  const phone = await startUdpPhone(stage.edge.sipPort)
  const contact = `sip:phone@127.0.0.1:${phone.port}`
  stage.signalling.ring(leg, orderTo({ uri: contact }))
  const crossed = await phone.next('INVITE')
  phone.send(answer(crossed, '180 Ringing', { tag: 'b', contact }))
  await stage.next('leg.ringing')
  stage.signalling.hangUp(leg, 'no-answer')
  phone.send(answer(await phone.next('CANCEL'), '481 Too late', { tag: 'b' }))
  phone.send(answer(crossed, '200 OK', { tag: 'b', contact, body: sdp }))
  await phone.next('ACK')
  phone.send(answer(await phone.next('BYE'), '200 OK'))
  t.match(await stage.next('leg.ended'), { leg, reason: 'no-answer' })

  stage.signalling.ring(leg, orderTo({ uri: contact }))
  const accepted = await phone.next('INVITE')
  phone.send(answer(accepted, '202 Accepted', { tag: 'c', contact, body: sdp }))
  await phone.next('ACK')
  phone.send(answer(await phone.next('BYE'), '200 OK'))
  t.match(await stage.next('leg.ended'), { leg, reason: 'unreachable' })
  phone.close()
  await stage.stop()
  t.equal(stage.facts.filter(({ type }) => type === 'leg.ended').length, 2)
})

t.test('a softphone behind a proxy is rung by the Path of its registration', async (t) => {
  const stage = await createSipStage()
  const proxy = await startUdpPhone(stage.edge.sipPort)
  const path = `sip:127.0.0.1:${proxy.port};lr`
  await registerSoftphone(proxy, '1001', browser, [`Path: <${path}>, <sip:outer.example.com;lr>`])
  stage.signalling.ring(leg, orderTo({ softphone: named('1001') }))
  const invite = await proxy.next('INVITE')
  t.match(invite, new RegExp(`^INVITE ${browser} SIP/2.0`))
  t.equal(field(invite, 'Route'), `<${path}>`)
  proxy.send(answer(invite, '486 Busy Here', { tag: 'b' }))
  t.equal(field(await proxy.next('ACK'), 'Route'), `<${path}>`)
  t.match(await stage.next('leg.ended'), { leg, reason: 'busy' })
  proxy.close()
  await stage.stop()
})

t.test('what has no way of its own leaves by the outbound proxy', async (t) => {
  const proxy = await startUdpPhone(9)
  const stage = await createSipStage(undefined, undefined, {
    outboundProxy: `sip:127.0.0.1:${proxy.port};lr`,
  })
  stage.signalling.ring(leg, orderTo({ uri: 'sip:phone@192.0.2.7' }))
  t.match(await proxy.next('INVITE'), /^INVITE sip:phone@192.0.2.7 SIP/)
  proxy.close()
  await stage.stop()
})
