import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import fc from 'fast-check'
import t from 'tap'
import { quick, startScene } from '../../testkit/edge/edge-app.ts'
import { field, request } from '../../testkit/edge/edge-phone.ts'
import { createSipStage } from '../../testkit/edge/sip-stage.ts'
import { tortureCases, tortureText } from '../edge/torture/verdicts.ts'

/** Sends octets to the edge and keeps what comes back, final responses only. */
async function startStranger(sipPort: number) {
  const socket = createSocket('udp4')
  const finals: string[] = []
  const waits = new Map<string, () => void>()
  socket.on('message', (datagram) => {
    const text = datagram.toString('latin1')
    if (!/^SIP\/2\.0 [2-6]/.test(text)) return
    finals.push(text)
    waits.get(field(text, 'Call-ID'))?.()
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const send = (text: string) => socket.send(Buffer.from(text, 'latin1'), sipPort, '127.0.0.1')
  /** Resolves when a request of that Call-ID has been answered, so that all before it were read. */
  const ping = async (callId: string) => {
    const ping =
      `OPTIONS sip:us@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK${callId}\r\n` +
      `From: <sip:a@b>;tag=1\r\nTo: <sip:us@b>\r\nCall-ID: ${callId}\r\nCSeq: 1 OPTIONS\r\n\r\n`
    const answered = new Promise<void>((resolve) => waits.set(callId, resolve))
    send(ping)
    await answered
    finals.splice(
      finals.findIndex((text) => field(text, 'Call-ID') === callId),
      1,
    )
  }
  return { send, ping, finals, close: () => socket.close() }
}

t.test('every torture message gets its verdict from the edge and the voice room', async (t) => {
  const startOf = (text = 'silence') => text.slice(0, text.indexOf('\r\n'))
  for (const { name, section, verdict } of tortureCases) {
    // An edge for each: some share a branch, and one that is refused without an ACK is refused again later.
    const stage = await createSipStage()
    const { send, ping, finals, close } = await startStranger(stage.edge.sipPort)
    send(tortureText(name))
    await ping(`first-${name}`)
    for (const { type, leg } of stage.facts.splice(0).filter((fact) => 'leg' in fact))
      if (type === 'leg.arrived') stage.signalling.refuse(leg, 486, 'busy')
    await ping(`second-${name}`)
    const said = finals.map(startOf)
    const what = `${section} ${name}`
    if (verdict.is === 'request') t.match(said, [new RegExp(`^SIP/2.0 ${verdict.status} `)], what)
    else if (verdict.is === 'refused')
      t.same(said, [`SIP/2.0 ${verdict.status} ${verdict.reason}`], what)
    else t.same(said, [], what)
    close()
    await stage.stop()
  }
})

t.test('what cannot be read is answered 400 where possible, else counted', async (t) => {
  const { edge, phone } = await startScene(t, quick, [])
  const alice = await phone()
  const good = request(alice, {
    method: 'OPTIONS',
    uri: 'sip:us@127.0.0.1',
    callId: 'torture',
    cseq: 1,
    from: '<sip:a@b>;tag=1',
    to: '<sip:us@b>',
  })
  const dropped = () => edge.counts().dropped
  const before = dropped()
  alice.send(good.replace('CSeq: 1', 'CSeq: 99999999999'))
  t.match(field(await alice.next('400 Malformed CSeq'), 'To'), /^<sip:us@b>;tag=/)
  alice.send(good.replace('<sip:a@b>', '<sip:a@b\nX-Evil: 1>'))
  await alice.next('400 Bare Line Break')
  alice.send(good.replace('<sip:a@b>', '<sip:a@b\0>'))
  await alice.next('400 Bare Line Break')
  alice.send(good.replace('Max-Forwards', 'Max Forwards'))
  await alice.next('400 Malformed Header Name')
  t.equal(dropped() - before, 4)
  const silent = [
    'hello, is this the telephone?',
    good.slice(0, 100),
    good.replace(/Via.*\r\n/, ''),
    good.replace(/^[^\r]*/, 'SIP/2.0 200 OK'),
    good.replace(/^[^\r]*/, 'SIP/7.0 200 OK'),
    good.replace(/OPTIONS/g, 'ACK'),
    good.replace(/OPTIONS/g, 'ACK').replace('CSeq: 1', 'CSeq: x'),
    good.replace('OPTIONS sip', 'ACK sip'),
    good.replace('Max-Forwards: 70', 'a: b\r\n'.repeat(300).trim()),
  ]
  for (const text of silent) alice.send(text)
  alice.send(good)
  await alice.next('503')
  t.equal(dropped() - before, 4 + silent.length)
  t.equal(alice.seen.length, 5)
})

t.test('noise of every kind leaves the edge at work', async (t) => {
  const { edge, srf, phone } = await startScene(t)
  const alice = await phone()
  srf.options((_req, res) => res.send(200))
  const plan = {
    method: 'OPTIONS',
    uri: 'sip:us@127.0.0.1',
    callId: 'noise',
    cseq: 1,
    from: '<sip:a@b>;tag=1',
    to: '<sip:us@b>',
  }
  const good = request(alice, plan)
  const socket = createSocket('udp4')
  const damaged = fc
    .tuple(fc.nat(good.length), fc.nat(40), fc.string({ unit: 'binary', maxLength: 20 }))
    .map(([at, length, noise]) => good.slice(0, at) + noise + good.slice(at + length))
  for (const text of fc.sample(fc.oneof(damaged, fc.string({ unit: 'binary' })), 500))
    await new Promise((resolve) => socket.send(text, edge.sipPort, '127.0.0.1', resolve))
  socket.close()
  alice.send(request(alice, { ...plan, callId: 'after', cseq: 2 }))
  t.match(await alice.next('200'), 'Call-ID: after')
})
