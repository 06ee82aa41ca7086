import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv6 } from 'node:net'
import { setTimeout as pass } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import t, { type Test } from 'tap'
import type { RtpAddress } from '../../../media/engine/latch.ts'
import { loadUdpAddon } from '../../../media/packets/native-udp.ts'
import { openPacketPorts } from '../../../media/packets/open-packet-ports.ts'
import type { PacketPorts, PortPair } from '../../../media/packets/packet-ports.ts'

type Heard = { readonly text: string; readonly source: RtpAddress }

const loopback = '127.0.0.1'
const whyNoAddon = ((): string | false => {
  try {
    loadUdpAddon()
    return false
  } catch (error) {
    return `no addon: ${String(error)}`
  }
})()

async function openSocket(t: Test, host = loopback): Promise<Socket> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4').bind(0, host)
  t.teardown(() => new Promise<void>((closed) => socket.close(() => closed())))
  await once(socket, 'listening')
  return socket
}

/** Looks at the ports until there is what was waited for, or 5 s are over. */
async function until(ports: PacketPorts, isThere: () => boolean): Promise<void> {
  for (let turns = 0; turns < 2_500 && !isThere(); turns++) {
    ports.receive()
    ports.flush()
    await pass(2)
  }
}

/** Keeps what the pair hears. */
function listenTo(pair: PortPair) {
  const [rtp, rtcp, faults]: [Heard[], Heard[], string[]] = [[], [], []]
  const keep = (heard: Heard[]) => (packet: Uint8Array, source: RtpAddress) =>
    heard.push({ text: Buffer.from(packet).toString(), source })
  pair.listen({ rtp: keep(rtp), rtcp: keep(rtcp), fault: (reason) => faults.push(reason) })
  return { rtp, rtcp, faults }
}

for (const kind of ['native', 'dgram'] as const)
  t.test(kind, { skip: kind === 'native' && whyNoAddon }, (t) => {
    const start = (t: Test, changes: { host?: string; rtpPortMax?: number } = {}) => {
      const settings = { host: loopback, rtpPortMin: 44_001, rtpPortMax: 44_999, start: 0.5 }
      const ports = openPacketPorts(kind, { ...settings, ...changes }, (why) => t.fail(why))
      t.teardown(() => ports.close())
      t.equal(ports.kind, kind)
      return ports
    }
    const open = async (ports: PacketPorts): Promise<PortPair> => {
      const pair = await ports.open()
      if (pair === undefined) throw new Error('no port is free')
      return pair
    }

    for (const host of [loopback, '::1'])
      t.test(`RTP and RTCP come and go by ports of their own at ${host}`, async (t) => {
        const ports = start(t, { host })
        const pair = await open(ports)
        t.equal(pair.port % 2, 0)
        const heard = listenTo(pair)
        const phone = await openSocket(t, host)
        const answers: string[] = []
        phone.on('message', (packet, { port }) => answers.push(`${packet.toString()} ${port}`))
        phone.send('one', pair.port, host)
        phone.send('two', pair.port, host)
        phone.send('report', pair.port + 1, host)
        await until(ports, () => heard.rtp.length === 2 && heard.rtcp.length === 1)
        const source = { address: host, port: phone.address().port }
        t.same(heard.rtp, [
          { text: 'one', source },
          { text: 'two', source },
        ])
        t.equal(heard.rtp[0]?.source, heard.rtp[1]?.source, 'the same source is the same object')
        t.same(heard.rtcp, [{ text: 'report', source }])
        pair.sendRtp(Buffer.from('sound'), source)
        pair.sendRtcp(Buffer.from('our report'), source)
        await until(ports, () => answers.length === 2)
        t.same(answers.sort(), [`our report ${pair.port + 1}`, `sound ${pair.port}`])
      })

    t.test('each source of a port is told apart', async (t) => {
      const ports = start(t)
      const pair = await open(ports)
      const heard = listenTo(pair)
      const phones = [await openSocket(t), await openSocket(t)]
      for (const n of [0, 1, 1, 0])
        await new Promise((sent) => phones[n]?.send(`from ${n}`, pair.port, loopback, sent))
      await until(ports, () => heard.rtp.length === 4)
      t.same(
        heard.rtp.map(({ text, source }) => [text, source.port]),
        [0, 1, 1, 0].map((n) => [`from ${n}`, phones[n]?.address().port]),
      )
    })

    t.test('packets to several targets go where each was meant to', async (t) => {
      const ports = start(t)
      const pair = await open(ports)
      const phones = [await openSocket(t), await openSocket(t)]
      const got = phones.map((phone) => {
        const texts: string[] = []
        phone.on('message', (packet) => texts.push(packet.toString()))
        return texts
      })
      for (const n of [0, 1, 0, 1])
        pair.sendRtp(Buffer.from(`to ${n}`), {
          address: loopback,
          port: phones[n]?.address().port ?? 0,
        })
      await until(ports, () => got.flat().length === 4)
      t.same(got, [
        ['to 0', 'to 0'],
        ['to 1', 'to 1'],
      ])
    })

    t.test('a taken port is passed over; when all are taken there is none', async (t) => {
      const ports = start(t, { rtpPortMax: 44_006 })
      const taken = createSocket('udp4').bind(44_005, loopback)
      await once(taken, 'listening')
      const pair = await open(ports)
      t.equal(pair.port, 44_002)
      t.equal(await ports.open(), undefined)
      pair.close()
      pair.close()
      t.equal((await open(ports)).port, 44_002)
      await new Promise<void>((closed) => taken.close(() => closed()))
      t.equal((await open(ports)).port, 44_004)
    })

    t.test('an address that is not ours is an error that names it', async (t) => {
      await t.rejects(start(t, { host: '192.0.2.1' }).open(), /EADDRNOTAVAIL/)
    })

    t.test('what comes before somebody listens is thrown away', async (t) => {
      const ports = start(t)
      const [pair, phone] = [await open(ports), await openSocket(t)]
      phone.send('too early', pair.port, loopback)
      await pass(50)
      const heard = listenTo(pair)
      phone.send('in time', pair.port, loopback)
      await until(ports, () => heard.rtp.length > 0)
      t.same(
        heard.rtp.map(({ text }) => text),
        ['in time'],
      )
    })

    t.test('a party that is gone, or cannot be reached, is told at most once', async (t) => {
      const ports = start(t)
      const [pair, phone] = [await open(ports), await openSocket(t)]
      const heard = listenTo(pair)
      const gone = createSocket('udp4').bind(0, loopback)
      await once(gone, 'listening')
      const nobody = { address: loopback, port: gone.address().port }
      await new Promise<void>((closed) => gone.close(() => closed()))
      const broadcast = { address: '255.255.255.255', port: 9 }
      for (let n = 0; n < 5; n++)
        for (const to of [nobody, broadcast]) {
          pair.sendRtp(Buffer.from('sound'), to)
          ports.flush()
        }
      phone.send('still here', pair.port, loopback)
      await until(ports, () => heard.rtp.length > 0 && heard.faults.length > 0)
      await pass(50)
      t.same(heard.faults, ['path-lost'])
      t.equal(heard.rtp[0]?.text, 'still here')
    })

    t.test('a flood of a stranger is told once and takes nothing from the party', async (t) => {
      const ports = start(t)
      const pair = await open(ports)
      const heard = listenTo(pair)
      const [phone, stranger] = [await openSocket(t), await openSocket(t)]
      pair.sendRtp(Buffer.from('sound'), { address: loopback, port: phone.address().port })
      const since = performance.now()
      // Less than a socket's queue holds, and time to read it: what is lost is lost at the gate.
      for (let burst = 0; burst < 200; burst++) {
        for (let n = 0; n < 50; n++) stranger.send('flood', pair.port, loopback)
        phone.send('sound', pair.port, loopback)
        for (let turn = 0; turn < 5; turn++) {
          ports.receive()
          await new Promise((next) => setImmediate(next))
        }
      }
      const sounds = () => heard.rtp.filter(({ text }) => text === 'sound').length
      await until(ports, () => sounds() === 200)
      t.equal(sounds(), 200)
      const most = 2_000 + (performance.now() - since)
      t.ok(heard.rtp.length - 200 <= most, `${heard.rtp.length} of 10,200 were let through`)
      t.same(heard.faults, ['rtp-flood'])
    })

    t.test('the alarm wakes once, and not when it is cleared', async (t) => {
      const { alarm } = start(t)
      let wakes = 0
      const awake = new Promise<void>((resolve) =>
        alarm.set(1, () => {
          wakes++
          resolve()
        }),
      )
      await awake
      alarm.set(1, () => wakes++)
      alarm.clear()
      await pass(50)
      t.equal(wakes, 1)
    })

    t.test('a thread with open ports and a set alarm ends cleanly', async (t) => {
      const file = new URL('./ending-thread.mjs', import.meta.url)
      const worker = new Worker(file, { workerData: kind })
      await once(worker, 'message')
      t.equal(await worker.terminate(), 1, 'ended as it was told')
      const leaving = new Worker(file, { workerData: kind })
      await once(leaving, 'message')
      leaving.postMessage('leave')
      t.same(await once(leaving, 'exit'), [0])
    })

    t.end()
  })
