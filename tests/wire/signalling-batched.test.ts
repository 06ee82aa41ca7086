import t, { type Test } from 'tap'
import { type AgentId, type LegId, named } from '../../core/names.ts'
import { startEdge } from '../../edge/start-edge.ts'
import type { SignallingFact, SignallingOptions } from '../../sip/signalling.ts'
import { startBatchingLink } from '../../testkit/edge/batching-link.ts'
import {
  answer,
  field,
  type Phone,
  type Plan,
  request,
  startUdpPhone,
} from '../../testkit/edge/edge-phone.ts'
import { inviteOf, registerSoftphone, sdp } from '../../testkit/edge/raw-call.ts'
import { createSipStage, secret, type SipStage } from '../../testkit/edge/sip-stage.ts'

const host = '127.0.0.1'
const reanswer = (_leg: LegId, offer: string) => Promise.resolve(`${offer}a=recvonly\r\n`)

/** The signalling room behind a link that hands bytes on in batches, and a phone. */
async function createBatchedStage(t: Test, more: Partial<SignallingOptions> = {}) {
  const edge = await startEdge({ host, secret: 'drachtio', sipPort: 0, wsPort: 0, appPort: 0 })
  const link = await startBatchingLink(edge.appPort)
  const batched = { ...edge, appPort: link.port, sipPort: edge.sipPort, wsPort: edge.wsPort }
  const stop = async () => {
    await edge.stop()
    await link.stop()
  }
  const stage = await createSipStage(reanswer, { ...batched, stop }, { secret, ...more })
  const phone = await startUdpPhone(edge.sipPort)
  t.teardown(async () => {
    phone.close()
    await stage.stop()
  })
  await untilServed(phone, stage)
  return { stage, phone }
}

/** The edge hears what the application serves a moment after the application's connection stands. */
async function untilServed(phone: Phone, stage: SipStage): Promise<void> {
  for (let tried = 0; tried < 100; tried++) {
    phone.send(request(phone, inviteOf(phone, stage, { method: 'OPTIONS', body: '' })))
    if ((await phone.next('SIP/2.0', '1 OPTIONS')).startsWith('SIP/2.0 200')) return
  }
  throw new Error('nobody serves OPTIONS after a hundred of them')
}

type Stage = Awaited<ReturnType<typeof createBatchedStage>>['stage']

/** A call that is answered, its 200 not acknowledged; gives the way to send in its dialog. */
async function answered(stage: Stage, phone: Phone) {
  const plan = inviteOf(phone, stage)
  phone.send(request(phone, plan))
  const { leg } = await stage.next('leg.arrived')
  stage.signalling.answer(leg, sdp)
  const to = field(await phone.next('200', '1 INVITE'), 'To')
  let { cseq } = plan
  const send = (method: string, more: Partial<Plan> = {}): string => {
    if (method !== 'ACK') cseq += 1
    const branch = `z9hG4bK-${plan.callId}-${method}-${cseq}`
    const of = { method, cseq: method === 'ACK' ? 1 : cseq, branch, to, body: '' }
    const text = request(phone, { ...plan, ...of, ...more })
    phone.send(method === 'INFO' ? text.replace('application/sdp', 'application/dtmf-relay') : text)
    return `${cseq} ${method}`
  }
  return { leg, send }
}

const key = { body: 'Signal=5\r\n' }
const typesOf = (facts: readonly SignallingFact[], leg: LegId): readonly string[] =>
  facts.flatMap((fact) => ('leg' in fact && fact.leg === leg ? [fact.type] : []))

t.test('a BYE right behind the ACK ends the leg, after it was answered', async (t) => {
  const { stage, phone } = await createBatchedStage(t)
  const { leg, send } = await answered(stage, phone)
  send('ACK')
  const bye = send('BYE')
  t.match(await stage.next('leg.ended'), { leg, reason: 'hung-up' })
  await phone.next('200', bye)
  t.same(typesOf(stage.facts, leg), ['leg.arrived', 'leg.answered', 'leg.ended'])
})

t.test('a BYE before the ACK, and one without, end the leg', async (t) => {
  const { stage, phone } = await createBatchedStage(t)
  for (const isAcknowledged of [true, false]) {
    const { leg, send } = await answered(stage, phone)
    send('BYE')
    if (isAcknowledged) send('ACK')
    t.match(await stage.next('leg.ended'), { leg, reason: 'hung-up' })
  }
})

t.test('a hold right behind the ACK is answered by media', async (t) => {
  const { stage, phone } = await createBatchedStage(t)
  const { leg, send } = await answered(stage, phone)
  send('ACK')
  const hold = send('INVITE', { body: `${sdp}a=sendonly\r\n` })
  t.match(await phone.next('200', hold), /a=sendonly\r\na=recvonly/)
  t.match(await stage.next('leg.answered'), { leg })
})

t.test('a hold, a key and a BYE in one read keep their order', async (t) => {
  const { stage, phone } = await createBatchedStage(t)
  const { leg, send } = await answered(stage, phone)
  send('ACK')
  const hold = send('INVITE', { body: `${sdp}a=sendonly\r\n` })
  send('INFO', key)
  send('BYE')
  await stage.next('leg.ended')
  t.same(typesOf(stage.facts, leg), ['leg.arrived', 'leg.answered', 'leg.digit', 'leg.ended'])
  t.match(await phone.next('SIP/2.0 ', hold), /CSeq: \d+ INVITE/)
})

t.test('a key before the ACK, or with it, is told behind the answer', async (t) => {
  const { stage, phone } = await createBatchedStage(t)
  for (const order of [
    ['INFO', 'ACK'],
    ['ACK', 'INFO'],
  ]) {
    const { leg, send } = await answered(stage, phone)
    const [first = '', second = ''] = order
    for (const method of [first, second]) send(method, method === 'INFO' ? key : {})
    t.match(await stage.next('leg.digit'), { leg, digit: '5' })
    t.same(typesOf(stage.facts, leg), ['leg.arrived', 'leg.answered', 'leg.digit'], order.join())
    send('BYE')
    await stage.next('leg.ended')
  }
})

t.test('an UPDATE and a REFER right behind the ACK are heard', async (t) => {
  const { stage, phone } = await createBatchedStage(t)
  const { send } = await answered(stage, phone)
  send('ACK')
  const update = send('UPDATE', { body: `${sdp}a=sendonly\r\n` })
  t.match(await phone.next('200', update), /a=sendonly\r\na=recvonly/)
  const other = await answered(stage, phone)
  other.send('ACK')
  const refer = other.send('REFER', { headers: [`Refer-To: <${stage.uri('2001')}>`] })
  await phone.next('603', refer)
})

t.test('a CANCEL right behind the INVITE ends the leg', async (t) => {
  const { stage, phone } = await createBatchedStage(t)
  const plan = inviteOf(phone, stage)
  const text = request(phone, plan)
  const branch = /branch=([^\s;]+)/.exec(text)?.[1] ?? ''
  phone.send(text)
  phone.send(request(phone, { ...plan, method: 'CANCEL', body: '', branch }))
  const { leg } = await stage.next('leg.arrived')
  t.match(await stage.next('leg.ended'), { leg, reason: 'cancelled' })
})

t.test('what an agent’s phone sends with its 200 is heard', async (t) => {
  const { stage, phone } = await createBatchedStage(t)
  const contact = `sip:1001@127.0.0.1:${phone.port}`
  await registerSoftphone(phone, '1001', contact)
  const ring = async (leg: LegId) => {
    const to = { softphone: named<AgentId>('1001') }
    stage.signalling.ring(leg, { to, offer: sdp, caller: { number: '138' }, autoAnswer: false })
    const invite = await phone.next('INVITE')
    const dialog: Plan = {
      method: 'BYE',
      uri: /<([^>]*)>/.exec(field(invite, 'Contact'))?.[1] ?? '',
      callId: field(invite, 'Call-ID'),
      cseq: 1,
      from: `${field(invite, 'To')};tag=b`,
      to: field(invite, 'From'),
      contact,
    }
    phone.send(answer(invite, '200 OK', { tag: 'b', contact, body: sdp }))
    return dialog
  }
  const leg = named<LegId>('c1.1')
  const dialog = await ring(leg)
  const hold = { method: 'INVITE', cseq: 1, body: `${sdp}a=sendonly\r\n` }
  phone.send(request(phone, { ...dialog, ...hold }))
  t.match(await phone.next('200', '1 INVITE'), /a=sendonly\r\na=recvonly/)
  t.same(typesOf(stage.facts, leg), ['leg.answered'])

  const gone = named<LegId>('c1.2')
  phone.send(request(phone, await ring(gone)))
  t.match(await stage.next('leg.ended'), { leg: gone, reason: 'hung-up' })
  t.same(typesOf(stage.facts, gone), ['leg.answered', 'leg.ended'])
})

t.test('a BYE of an agent’s phone that we hang up meanwhile is answered', async (t) => {
  const { stage, phone } = await createBatchedStage(t)
  const { leg, send } = await answered(stage, phone)
  stage.signalling.hangUp(leg, 'finished')
  send('ACK')
  const bye = send('BYE')
  await phone.next('200', bye)
  t.match(await stage.next('leg.ended'), { leg, reason: 'finished' })
})
