import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { type AgentId, named } from '../../core/names.ts'
import { request, startUdpPhone, startWsPhone } from '../../testkit/edge/edge-phone.ts'
import { authorize, createSender, createSipStage, sittingOf } from '../../testkit/edge/sip-stage.ts'
import { headerOf, statusOf } from '../../testkit/phone/sip-text.ts'

const anna = named<AgentId>('1001')

t.test('a softphone registers with its sitting’s password, and is told once', async (t) => {
  const stage = await createSipStage()
  const sender = await createSender(stage.edge.sipPort)
  const sitting = sittingOf('1001')
  const contact = `<sip:anna@127.0.0.1:${sender.port}>`
  const response = await sender.register(sitting, contact)
  t.equal(statusOf(response), 200)
  t.equal(headerOf(response, 'contact'), `${contact};expires=60`)
  t.same(await stage.next('device.registered'), { type: 'device.registered', agent: anna })
  t.same(stage.signalling.registered(), [anna])

  await sender.register(sitting, contact)
  t.equal(stage.facts.length, 1, 'a refresh is no news')

  await sender.register(sitting, `${contact};expires=0`)
  await stage.next('device.unregistered')
  t.same(stage.signalling.registered(), [])
  sender.close()
  await stage.stop()
})

t.test('a registration that is not refreshed runs out', async (t) => {
  const stage = await createSipStage()
  const sender = await createSender(stage.edge.sipPort)
  await sender.register(sittingOf('1001'), `<sip:anna@127.0.0.1:${sender.port}>;expires=1`)
  t.same(stage.signalling.registered(), [anna])
  await sleep(1100)
  await stage.next('device.unregistered')
  sender.close()
  await stage.stop()
})

t.test(
  'the newest page takes over, and the old one’s farewell does not unregister it',
  async (t) => {
    const stage = await createSipStage()
    const [older, newer] = [
      await createSender(stage.edge.sipPort),
      await createSender(stage.edge.sipPort),
    ]
    const sitting = sittingOf('1001')
    await older.register(sitting, '<sip:old@127.0.0.1:9>')
    await stage.next('device.registered')
    await newer.register(sitting, '<sip:new@127.0.0.1:9>')
    await stage.next('device.registered')
    await older.register(sitting, '<sip:old@127.0.0.1:9>;expires=0')
    t.same(stage.signalling.registered(), [anna])
    const asked = await newer.register(sitting, '*')
    t.equal(statusOf(asked), 200)
    t.same(stage.signalling.registered(), [])
    older.close()
    newer.close()
    await stage.stop()
  },
)

t.test('wrong passwords are asked for again, and after five in a minute refused', async (t) => {
  const stage = await createSipStage()
  const sender = await createSender(stage.edge.sipPort)
  const sitting = { ...sittingOf('1001'), password: 'guess' }
  for (let n = 0; n < 5; n += 1)
    t.equal(statusOf(await sender.register(sitting, '<sip:a@127.0.0.1:9>')), 401)
  const refused = await sender.register(sitting, '<sip:a@127.0.0.1:9>')
  t.equal(statusOf(refused), 403)
  t.match(headerOf(refused, 'reason'), /not-authorized/)
  t.same(
    stage.logged.slice(-2).map(({ fields }) => ('reason' in fields ? fields.reason : undefined)),
    ['bad-credentials', 'too-many-attempts'],
  )
  t.equal(
    statusOf(await sender.register(sittingOf('1001'), '<sip:a@127.0.0.1:9>')),
    200,
    'another sitting of the same person is not locked out',
  )
  sender.close()
  await stage.stop()
})

t.test('nobody registers another’s number, after its expiry, or as a web caller', async (t) => {
  const stage = await createSipStage()
  const sender = await createSender(stage.edge.sipPort)
  const contact = '<sip:a@127.0.0.1:9>'
  t.equal(statusOf(await sender.register(sittingOf('1002'), contact)), 403)
  t.equal(statusOf(await sender.register(sittingOf('1001', -1000), contact)), 403)
  t.equal(statusOf(await sender.register(sittingOf('web-7'), contact, 'web-7')), 403)
  t.same(stage.signalling.registered(), [])
  sender.close()
  await stage.stop()
})

t.test('a captured answer cannot be sent again', async (t) => {
  const stage = await createSipStage()
  const sender = await createSender(stage.edge.sipPort)
  const uri = stage.uri('1001')
  const challenge = headerOf(await sender.send('REGISTER'), 'www-authenticate')
  const captured = authorize('REGISTER', uri, challenge, sittingOf('1001'))
  t.equal(statusOf(await sender.send('REGISTER', [captured])), 200)
  const again = await sender.send('REGISTER', [captured])
  t.equal(statusOf(again), 401)
  t.match(headerOf(again, 'www-authenticate'), /stale=true/)
  sender.close()
  await stage.stop()
})

t.test('a phone is challenged by SHA-256 first and MD5, a browser by MD5 alone', async (t) => {
  const stage = await createSipStage()
  const phones = [
    await startUdpPhone(stage.edge.sipPort),
    await startWsPhone(stage.edge.wsPort),
  ] as const
  const [udp, ws] = await Promise.all(
    phones.map(async (phone) => {
      const uri = 'sip:127.0.0.1'
      const [from, to] = [`<sip:1001@127.0.0.1>;tag=${phone.transport}`, '<sip:1001@127.0.0.1>']
      const contact = `sip:1001@127.0.0.1:${phone.port}`
      const plan = { method: 'REGISTER', uri, callId: phone.transport, cseq: 1, from, to, contact }
      phone.send(request(phone, plan))
      const challenged = await phone.next('401')
      phone.close()
      return [...challenged.matchAll(/^WWW-Authenticate: Digest .*algorithm=([\w-]+)/gim)]
    }),
  )
  t.same(
    udp?.map(([, algorithm]) => algorithm),
    ['SHA-256', 'MD5'],
    'in rows of their own',
  )
  t.same(
    ws?.map(([, algorithm]) => algorithm),
    ['MD5'],
  )
  await stage.stop()
})
