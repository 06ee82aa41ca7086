import { createSocket } from 'node:dgram'
import fc from 'fast-check'
import t from 'tap'
import { quick, startScene } from './edge-app.ts'
import { field, request } from './edge-phone.ts'

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
  alice.send(good.replace('CSeq: 1', 'CSeq: 99999999999'))
  t.match(field(await alice.next('400 Bad Request'), 'To'), /^<sip:us@b>;tag=/)
  alice.send(good.replace('OPTIONS sip', 'OPTIONS  sip'))
  await alice.next('400')
  alice.send(good.replace('SIP/2.0\r\nVia', 'SIP/3.0\r\nVia'))
  await alice.next('505')
  alice.send(good.replace('<sip:a@b>', '<sip:a@b\nX-Evil: 1>'))
  await alice.next('400')
  t.equal(dropped(), 4)
  alice.send('hello, is this the telephone?')
  alice.send(good.slice(0, 100))
  alice.send(good.replace(/Via.*\r\n/, ''))
  alice.send(good.replace(/^[^\r]*/, 'SIP/2.0 200 OK'))
  alice.send(good.replace(/OPTIONS/g, 'ACK'))
  alice.send(good.replace(/OPTIONS/g, 'ACK').replace('CSeq: 1', 'CSeq: x'))
  alice.send(good)
  await alice.next('503')
  t.equal(dropped(), 10)
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
