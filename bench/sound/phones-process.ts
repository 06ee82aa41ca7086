import { Pacer } from '../../media/pacer.ts'
import { openPacketPorts } from '../../media/packets/open-packet-ports.ts'
import type { PacketPorts, PortPair } from '../../media/packets/packet-ports.ts'
import { type Heard, Times } from './heard.ts'
import { Phone } from './phone.ts'
import type { PhonesOrder } from './phones.ts'

// The process of `phones.ts`: `phones-process.ts PHONES`. Phones take turns of 1 ms in the 20 ms of a packet.

const turns = 20
const settings = { host: '127.0.0.1', rtpPortMin: 10_000, rtpPortMax: 17_999, start: 0 }

const phonesWanted = Number(process.argv[2])
process.on('disconnect', () => process.exit())
const ports: PacketPorts = openPacketPorts('native', settings, (why) =>
  console.error(`the phones are slower than they might be: ${why}`),
)
const times = { gaps: new Times(), delays: new Times() }
const phones: Phone[] = []
while (phones.length < phonesWanted) phones.push(new Phone(phones.length, await openPair(), times))
/** Hears whoever is not to be measured, and floods. */
const bystander = await openPair()
let flood: { readonly port: number; readonly perSecond: number } | undefined

// The boundary: `phones.ts` sends nothing else.
process.on('message', (order) => obey(order as PhonesOrder))
process.send?.([bystander.port, ...phones.map(({ port }) => port)])

let turn = 0
const wheel = new Pacer(
  1,
  ports.alarm,
  () => {
    ports.receive()
    const tick = Math.floor(turn / turns)
    for (let n = turn++ % turns; n < phones.length; n += turns) phones[n]?.send(n, tick)
    for (let n = 0; flood && n < flood.perSecond / 1000; n++)
      bystander.sendRtp(new Uint8Array(172), { address: settings.host, port: flood.port })
    ports.flush()
  },
  (ms) => console.error(`the phones stood still for ${ms} ms: no honest figure`),
)
wheel.start()

async function openPair(): Promise<PortPair> {
  const pair = await ports.open()
  if (pair === undefined) throw new Error('no port is free for a phone')
  return pair
}

function obey(order: PhonesOrder): void {
  switch (order.do) {
    case 'talk':
      for (const [n, phone] of phones.entries())
        phone.talk(order.to[n] ?? 0, phones[order.hearers[n] ?? -1])
      break
    case 'flood':
      flood = order.perSecond > 0 ? order : undefined
      break
    case 'measure':
      for (const phone of phones) phone.forget()
      for (const each of Object.values(times)) each.clear()
      setTimeout(tell, order.seconds * 1000, order.seconds)
  }
}

function tell(seconds: number): void {
  const sum = (of: (phone: Phone) => number) => phones.reduce((all, phone) => all + of(phone), 0)
  const { gaps, delays } = times
  process.send?.({
    seconds,
    received: sum(({ received }) => received),
    sent: sum(({ sent }) => sent),
    gapP99Ms: gaps.quantile(0.99),
    gapMaxMs: gaps.max,
    ...(delays.count > 0 && {
      delays: { p50Ms: delays.quantile(0.5), p99Ms: delays.quantile(0.99) },
    }),
  } satisfies Heard)
}
