import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import {
  answer,
  field,
  type Plan,
  request,
  startUdpPhone,
  startWsPhone,
} from '../../testkit/edge/edge-phone.ts'
import { inviteOf, sdp, talk } from '../../testkit/edge/raw-call.ts'
import { authorize, createSender, createSipStage, sittingOf } from '../../testkit/edge/sip-stage.ts'
import { headerOf, statusOf } from '../../testkit/phone/sip-text.ts'

t.test('a web caller needs a sitting of its own kind', async (t) => {
  const stage = await createSipStage()
  const phone = await startWsPhone(stage.edge.wsPort)
  const call = async (who: string): Promise<string> => {
    const plan = inviteOf(phone, stage, { contact: 'sip:x@browser.invalid;transport=ws' })
    phone.send(request(phone, plan))
    const challenge = field(await phone.next('401'), 'WWW-Authenticate')
    phone.send(request(phone, { ...plan, method: 'ACK', body: '' }))
    const [name, value] = authorize('INVITE', plan.uri, challenge, sittingOf(who))
    phone.send(request(phone, { ...plan, cseq: 2, headers: [`${name}: ${value}`] }))
    return who.startsWith('web-') ? '' : phone.next('403')
  }
  await call('web-77')
  t.match(await stage.next('leg.arrived'), {
    number: '95000',
    from: 'web-77',
    name: 'Li Na',
    via: 'web',
    offer: sdp,
  })
  t.match(field(await call('1001'), 'Reason'), /not-authorized/)
  phone.close()
  await stage.stop()
})

t.test('the public may not pose as a web caller', async (t) => {
  const stage = await createSipStage()
  const phone = await startUdpPhone(stage.edge.sipPort)
  phone.send(request(phone, inviteOf(phone, stage, { from: '<sip:web-77@127.0.0.1>;tag=a' })))
  t.match(field(await phone.next('403'), 'Reason'), /not-authorized/)
  t.same(stage.facts, [])
  phone.close()
  await stage.stop()
})

t.test('an INVITE that cannot be served is refused, and says why', async (t) => {
  const stage = await createSipStage()
  const phone = await startUdpPhone(stage.edge.sipPort)
  const answers: readonly [string, Partial<Plan>, string][] = [
    ['488', { body: '' }, 'Reason: X-Callwright;text="bad-offer"'],
    ['415', { body: 'hello', headers: ['c: text/plain'] }, 'Accept: application/sdp'],
    ['420', { headers: ['Require: timer, x-magic'] }, 'Unsupported: x-magic'],
    ['400', { contact: '' }, 'bad-offer'],
  ]
  for (const [status, wrong, told] of answers) {
    const plan = inviteOf(phone, stage, wrong)
    const text = request(phone, plan)
    phone.send(status === '415' ? text.replace('Content-Type: application/sdp\r\n', '') : text)
    t.ok((await phone.next('SIP/2.0 4')).includes(told), status)
    phone.send(request(phone, { ...plan, method: 'ACK', body: '', headers: [] }))
  }
  t.same(stage.facts, [])
  phone.close()
  await stage.stop()
})

t.test('the offer is found in a multipart body', async (t) => {
  const stage = await createSipStage()
  const phone = await startUdpPhone(stage.edge.sipPort)
  const body =
    `--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n` +
    `--b\r\nContent-Type: application/sdp\r\n\r\n${sdp}\r\n--b--\r\n`
  const text = request(phone, inviteOf(phone, stage, { body }))
  phone.send(
    text.replace('application/sdp\r\nContent-L', 'multipart/mixed;boundary=b\r\nContent-L'),
  )
  t.equal((await stage.next('leg.arrived')).offer, sdp)
  phone.close()
  await stage.stop()
})

t.test('OPTIONS tells what we serve, other methods are refused with it', async (t) => {
  const stage = await createSipStage()
  const sender = await createSender(stage.edge.sipPort)
  const options = await sender.send('OPTIONS')
  t.equal(statusOf(options), 200)
  t.match(headerOf(options, 'allow'), /INVITE.*REGISTER/)
  for (const method of ['MESSAGE', 'SUBSCRIBE', 'PUBLISH', 'NOTIFY', 'INFO', 'REFER']) {
    const contact = ['Contact', `<sip:x@127.0.0.1:${sender.port}>`] as const
    const response = await sender.send(method, [contact, ['Event', 'x'], ['Refer-To', '<sip:a@b>']])
    t.equal(statusOf(response), 405, method)
  }
  stage.signalling.drain()
  t.equal(statusOf(await sender.send('OPTIONS')), 503, 'a draining node is not to be chosen')
  sender.close()
  await stage.stop()
})

t.test('re-INVITEs are answered by media, also after one was refused', async (t) => {
  const offers: string[] = []
  const stage = await createSipStage((_leg, offer) => {
    offers.push(offer)
    const refusal = Object.assign(new Error('no'), { reason: 'no-common-codec' })
    return offer === sdp ? Promise.reject(refusal) : Promise.resolve(`${sdp}a=inactive\r\n`)
  })
  const phone = await startUdpPhone(stage.edge.sipPort)
  const call = await talk(stage, phone)
  const refused = await call.ask('INVITE', { body: sdp })
  t.match(refused, /^SIP\/2.0 488/)
  t.match(field(refused, 'Reason'), /no-common-codec/)
  t.match(await call.ask('INVITE', { body: `${sdp}a=sendonly\r\n` }), /^SIP\/2.0 200[^]*a=inactive/)
  t.match(await call.ask('UPDATE', { body: `${sdp}a=x\r\n` }), /^SIP\/2.0 200[^]*a=inactive/)
  t.match(await call.ask('UPDATE'), /^SIP\/2.0 200/, 'a session timer’s refresh')
  t.match(await call.ask('INVITE'), /^SIP\/2.0 200[^]*a=inactive/, 'our last SDP is the offer')
  t.equal(offers.length, 3)
  t.match(await call.ask('BYE'), /^SIP\/2.0 200/)
  t.match(await stage.next('leg.ended'), { leg: call.leg, reason: 'hung-up' })
  phone.close()
  await stage.stop()
})

t.test('a phone’s own transfer is declined', async (t) => {
  const stage = await createSipStage()
  const phone = await startUdpPhone(stage.edge.sipPort)
  const call = await talk(stage, phone)
  const refer = await call.ask('REFER', { headers: ['Refer-To: <sip:1002@127.0.0.1>'] })
  t.match(refer, /^SIP\/2.0 603/)
  t.match(field(refer, 'Reason'), /not-possible-now/)
  t.same(stage.signalling.legs(), [call.leg])
  phone.close()
  await stage.stop()
})

t.test('a hang-up before the ACK waits for it, RFC 3261 section 15', async (t) => {
  const stage = await createSipStage()
  const phone = await startUdpPhone(stage.edge.sipPort)
  const plan = inviteOf(phone, stage)
  phone.send(request(phone, plan))
  const { leg } = await stage.next('leg.arrived')
  stage.signalling.answer(leg, sdp)
  const to = field(await phone.next('200'), 'To')
  stage.signalling.hangUp(leg, 'finished')
  t.match(await stage.next('leg.ended'), { leg, reason: 'finished' })
  await sleep(100)
  t.notOk(phone.seen.some((text) => text.startsWith('BYE')))
  phone.send(request(phone, { ...plan, method: 'ACK', to, body: '' }))
  const bye = await phone.next('BYE')
  t.match(field(bye, 'Reason'), /finished/)
  phone.send(answer(bye, '200 OK'))
  t.same(
    stage.facts.map(({ type }) => type),
    ['leg.arrived', 'leg.ended'],
  )
  phone.close()
  await stage.stop()
})

t.test('many calls at once leave nothing behind', async (t) => {
  const stage = await createSipStage()
  const phones = await Promise.all(
    Array.from({ length: 40 }, () => startUdpPhone(stage.edge.sipPort)),
  )
  for (const phone of phones) phone.send(request(phone, inviteOf(phone, stage)))
  for (const phone of phones) {
    const { leg } = await stage.next('leg.arrived')
    if (phones.indexOf(phone) % 2) stage.signalling.refuse(leg, 486, 'busy')
    else stage.signalling.hangUp(leg, 'draining')
    await stage.next('leg.ended')
  }
  const statuses = await Promise.all(phones.map((phone) => phone.next('SIP/2.0 ')))
  t.equal(statuses.length, 40)
  t.same(stage.signalling.legs(), [])
  for (const phone of phones) phone.close()
  await stage.stop()
})

t.test('early sound is sent reliably to a caller who knows 100rel', async (t) => {
  const stage = await createSipStage()
  const phone = await startUdpPhone(stage.edge.sipPort)
  const plan = inviteOf(phone, stage, { headers: ['Supported: 100rel'] })
  phone.send(request(phone, plan))
  const { leg } = await stage.next('leg.arrived')
  stage.signalling.progress(leg, sdp)
  const early = await phone.next('183')
  t.equal(field(early, 'Require'), '100rel')
  const inDialog = { ...plan, to: field(early, 'To'), body: '' }
  const rack = [`RAck: ${field(early, 'RSeq')} ${plan.cseq} INVITE`]
  const { cseq } = plan
  phone.send(request(phone, { ...inDialog, method: 'PRACK', cseq: cseq + 1, headers: rack }))
  await phone.next('200', `${cseq + 1} PRACK`)
  phone.send(request(phone, { ...inDialog, method: 'UPDATE', cseq: cseq + 2, headers: [] }))
  await phone.next('200', `${cseq + 2} UPDATE`)
  const offer = { ...inDialog, method: 'UPDATE', cseq: cseq + 3, headers: [], body: sdp }
  phone.send(request(phone, offer))
  t.ok(field(await phone.next('500', `${cseq + 3} UPDATE`), 'Retry-After'))
  stage.signalling.answer(leg, sdp)
  await phone.next('200', `${cseq} INVITE`)
  phone.close()
  await stage.stop()
})
