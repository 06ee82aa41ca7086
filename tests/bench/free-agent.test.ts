import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { DeskPhone } from '../../bench/desk-phone.ts'
import { asteriskFiles } from '../../bench/peer/asterisk-files.ts'
import { asteriskVersion } from '../../bench/peer/asterisk.ts'
import { rtpPacket, stamp } from '../../bench/rtp-packet.ts'
import { createPhone } from '../../testkit/phone/phone.ts'

t.test('a desk phone answers, hangs up, and times the next INVITE', async (t) => {
  const centre = await createPhone()
  t.teardown(() => centre.close())
  const heard: { ms: number; waiting: number }[] = []
  const asked: string[] = []
  const desk = await DeskPhone.open({
    soundPort: 40_000,
    onSound: () => undefined,
    ringMs: () => 1,
    talkMs: () => 1,
    waiting: () => 7,
    hangUpCaller: (number) => asked.push(number) === 0,
    onInvite: (ms, waiting) => heard.push({ ms, waiting }),
  })
  t.teardown(() => desk.close())
  const uri = `sip:1001@127.0.0.1:${desk.port}`

  const first = await centre.call(uri, { from: '13800000001' })
  t.equal((await first.ended).by, 'far')
  t.same(asked, ['13800000001'], 'it was not the turn of the caller')
  t.same(heard, [], 'nothing freed the agent before his first call')
  t.notOk(desk.isBusy)

  await sleep(30)
  const second = await centre.call(uri, { from: '13800000002' })
  await second.answered
  t.equal(heard.length, 1)
  t.ok((heard[0]?.ms ?? 0) >= 29, 'since the BYE left')
  t.equal(heard[0]?.waiting, 7)
})

t.test('packets of one phone count up, and begin again at the end of their numbers', async (t) => {
  const packet = rtpPacket(5)
  t.equal(packet.readUInt32BE(8), 5)
  t.equal(stamp(packet, 65_537).readUInt16BE(2), 1)
  t.equal(stamp(packet, 30_000_000).readUInt32BE(4), (30_000_000 * 160) % 2 ** 32)
})

t.test('the version of an Asterisk is read from what it says of itself', async (t) => {
  t.equal(asteriskVersion('Asterisk 22.10.1+dfsg+~cs6.17-1\n'), '22.10.1')
  t.equal(asteriskVersion('Asterisk 20.6.0~dfsg+~cs6.13-2build1'), '20.6.0')
  t.equal(asteriskVersion('sh: asterisk: not found'), undefined)
})

t.test("an Asterisk's agents are in its queue, and reached at their phones", async (t) => {
  const seats = [
    { id: '1001', port: 4001 },
    { id: '1002', port: 4002 },
  ]
  const files = asteriskFiles({ folder: '/tmp/a', port: 5070, seats })
  t.match(files['queues.conf'], 'member => PJSIP/1001\nmember => PJSIP/1002\n')
  t.match(files['pjsip.conf'], 'contact=sip:1002@127.0.0.1:4002')
  t.match(files['pjsip.conf'], 'bind=127.0.0.1:5070')
  t.match(files['asterisk.conf'], 'astetcdir => /tmp/a')
})
