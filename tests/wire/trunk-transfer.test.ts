import t, { type Test } from 'tap'
import { type AgentId, type LegId, named } from '../../core/names.ts'
import type { SignallingEffect } from '../../sip/signalling.ts'
import {
  answer,
  field,
  type Phone,
  type Plan,
  request,
  startUdpPhone,
} from '../../testkit/edge/edge-phone.ts'
import { inviteOf, registerSoftphone, sdp, talk } from '../../testkit/edge/raw-call.ts'
import { createSipStage, type SipStage } from '../../testkit/edge/sip-stage.ts'
import { makeTrunk } from '../../testkit/samples.ts'

async function open(t: Test, transfer: 'refer' | 'bridge' = 'refer') {
  const stage = await createSipStage()
  const phone = await startUdpPhone(stage.edge.sipPort)
  const proxies = [`sip:127.0.0.1:${phone.port}`]
  const trunk = makeTrunk('carrier', { sources: ['127.0.0.1'], proxies, transfer })
  stage.signalling.perform({ do: 'setTrunks', trunks: [trunk], unknownSources: 'accept' })
  t.teardown(async () => {
    phone.close()
    await stage.stop()
  })
  return { stage, phone }
}

/** Says in the dialog what became of the call that we asked for. */
const notify = (
  call: Awaited<ReturnType<typeof talk>>,
  state: string,
  body: string,
  event = 'refer',
): Promise<string> =>
  call.ask('NOTIFY', {
    headers: [`Event: ${event}`, `Subscription-State: ${state}`, 'c: message/sipfrag'],
    body,
  })
const refer = (stage: SipStage, order: Omit<Extract<SignallingEffect, { do: 'refer' }>, 'do'>) =>
  stage.signalling.perform({ do: 'refer', ...order })

t.test('a party is asked to call a number of its own network, and says how it went', async (t) => {
  const { stage, phone } = await open(t)
  const call = await talk(stage, phone)
  refer(stage, { leg: call.leg, to: { digits: '+8613900139000' } })
  const asked = await phone.next('REFER')
  t.equal(field(asked, 'Refer-To'), `<sip:+8613900139000@127.0.0.1:${phone.port};user=phone>`)
  t.equal(field(asked, 'Referred-By'), '<sip:127.0.0.1>')
  phone.send(answer(asked, '202 Accepted'))
  t.match(await notify(call, 'active;expires=60', 'SIP/2.0 100 Trying\r\n'), 'SIP/2.0 200')
  t.match(await notify(call, 'active', 'SIP/2.0 180 Ringing\r\n'), 'SIP/2.0 200')
  t.match(await notify(call, 'terminated;reason=noresource', 'SIP/2.0 486 Busy\r\n'), 'SIP/2.0 200')
  t.match(await stage.next('leg.transferred'), { leg: call.leg, status: 486 })
  t.match(await notify(call, 'terminated', 'SIP/2.0 200 OK\r\n'), 'SIP/2.0 481', 'nobody waits')
  t.match(await notify(call, 'active', '', 'presence'), 'SIP/2.0 489')
  t.equal(stage.facts.filter(({ type }) => type === 'leg.transferred').length, 1)

  refer(stage, { leg: call.leg, to: { uri: 'sip:1001@pbx.example' } })
  const again = await phone.next('REFER')
  t.equal(field(again, 'Refer-To'), '<sip:1001@pbx.example>')
  phone.send(answer(again, '603 Decline'))
  t.match(await stage.next('leg.transferred'), { leg: call.leg, status: 603 })
})

t.test('an attended transfer names the other leg as its far end knows it', async (t) => {
  const { stage, phone } = await open(t)
  const [one, two] = [await talk(stage, phone), await talk(stage, phone)]
  const invite = inviteOf(phone, stage)
  refer(stage, { leg: one.leg, to: { digits: '110' }, replaces: two.leg })
  const asked = await phone.next('REFER')
  const referTo = decodeURIComponent(field(asked, 'Refer-To'))
  const callId = `call-${Number(invite.callId.slice(5)) - 1}`
  t.match(
    referTo,
    new RegExp(
      `^<sip:138@127\\.0\\.0\\.1:${phone.port}\\?Replaces=${callId};to-tag=a;from-tag=[^;]+>$`,
    ),
  )
  phone.send(answer(asked, '202 Accepted'))
  t.match(await one.ask('BYE'), 'SIP/2.0 200')
  t.match(await stage.next('leg.transferred'), { leg: one.leg, status: 202 }, 'gone without a word')
  const unknown = named<LegId>('nobody')
  refer(stage, { leg: two.leg, to: { digits: '110' }, replaces: unknown })
  t.match(await stage.next('leg.transferred'), { leg: two.leg, status: 481 })
  refer(stage, { leg: unknown, to: { digits: '110' } })
})

t.test('a party of a trunk that transfers may ask to be led elsewhere', async (t) => {
  const { stage, phone } = await open(t)
  const [call, other] = [await talk(stage, phone), await talk(stage, phone)]
  const ask = (referTo: string) => call.ask('REFER', { headers: [`Refer-To: ${referTo}`] })
  t.match(await ask('<sip:2001@127.0.0.1>'), 'SIP/2.0 202')
  const first = await phone.next('NOTIFY')
  t.match(field(first, 'Event'), /^refer;id=\d+$/)
  t.match(field(first, 'Subscription-State'), 'active;expires=180')
  t.match(first, 'SIP/2.0 100 Trying')
  phone.send(answer(first, '200 OK'))
  t.same(await stage.next('leg.referred'), { type: 'leg.referred', leg: call.leg, to: '2001' })
  t.match(await ask('<sip:2002@127.0.0.1>'), 'SIP/2.0 491', 'one at a time')
  stage.signalling.perform({ do: 'settleReferral', leg: call.leg, status: 486 })
  const last = await phone.next('NOTIFY')
  t.match(field(last, 'Subscription-State'), 'terminated;reason=noresource')
  t.match(last, 'SIP/2.0 486 Busy Here')
  phone.send(answer(last, '200 OK'))

  const tag = /;tag=([^;\r]+)/.exec(
    field(
      phone.seen.findLast((text) => /^SIP\/2\.0 200[\s\S]*CSeq: 1 INVITE/.test(text)) ?? '',
      'To',
    ),
  )?.[1]
  const callId = field(
    phone.seen.findLast((text) => text.includes('CSeq: 1 INVITE')) ?? '',
    'Call-ID',
  )
  const replaces = encodeURIComponent(`${callId};to-tag=${tag};from-tag=a`)
  t.match(await ask(`<sip:95000@127.0.0.1?Replaces=${replaces}>`), 'SIP/2.0 202')
  t.match(await stage.next('leg.referred'), { leg: call.leg, to: '95000', replaces: other.leg })
  t.match(await ask('<mailto:a@b>'), 'SIP/2.0 416')
  t.match(await call.ask('REFER'), 'SIP/2.0 400')

  const takeover = (name: string): string => {
    const plan: Plan = inviteOf(phone, stage, { headers: [`Replaces: ${name}`] })
    phone.send(request(phone, plan))
    return plan.callId
  }
  takeover(`${callId};to-tag=${tag};from-tag=a`)
  t.match(field(await phone.next('603'), 'Reason'), 'not-possible-now')
  takeover('nothing;to-tag=x;from-tag=y')
  await phone.next('481')
})

t.test('others may not, but for an agent’s own phone', async (t) => {
  const { stage, phone } = await open(t, 'bridge')
  const call = await talk(stage, phone)
  const refused = await call.ask('REFER', { headers: ['Refer-To: <sip:2001@127.0.0.1>'] })
  t.match(refused, 'SIP/2.0 603')
  t.match(field(refused, 'Reason'), 'not-possible-now')
  t.notOk(stage.facts.some(({ type }) => type === 'leg.referred'))

  const contact = `sip:1001@127.0.0.1:${phone.port}`
  await registerSoftphone(phone, '1001', contact)
  const leg = named<LegId>('c1.1')
  const to = { softphone: named<AgentId>('1001') }
  stage.signalling.ring(leg, { to, offer: sdp, caller: { number: '138' }, autoAnswer: false })
  const invite = await phone.next('INVITE')
  phone.send(answer(invite, '200 OK', { tag: 'b', contact, body: sdp }))
  await stage.next('leg.answered')
  await phone.next('ACK')
  await referIn(phone, invite, '<sip:2001@127.0.0.1>')
  t.match(await stage.next('leg.referred'), { leg, to: '2001' })
})

/** A REFER of the phone that took this INVITE. */
async function referIn(phone: Phone, invite: string, referTo: string): Promise<void> {
  const plan: Plan = {
    method: 'REFER',
    uri: /<([^>]*)>/.exec(field(invite, 'Contact'))?.[1] ?? '',
    callId: field(invite, 'Call-ID'),
    cseq: 1,
    from: `${field(invite, 'To')};tag=b`,
    to: field(invite, 'From'),
    contact: `sip:1001@127.0.0.1:${phone.port}`,
    headers: [`Refer-To: ${referTo}`],
  }
  phone.send(request(phone, plan))
  await phone.next('202')
}
