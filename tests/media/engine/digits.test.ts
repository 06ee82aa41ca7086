import t from 'tap'
import type { LegId } from '../../../core/names.ts'
import { DigitSender } from '../../../media/engine/digit-sender.ts'
import { createFrame } from '../../../media/engine/frame.ts'
import { keyTone } from '../../../media/engine/key-tone.ts'
import { RtpStream } from '../../../media/engine/rtp-stream.ts'
import { parseRtp } from '../../../media/engine/rtp.ts'
import { codeOf, parseEvent } from '../../../media/engine/telephone-event.ts'
import { ToneReceiver } from '../../../media/engine/tone-receiver.ts'
import { levelAt } from '../../../testkit/sound/tone.ts'
import { framesOf } from './speech.ts'
import { Table, withoutEvents, viewOf } from './table.ts'

const eventOf = (code: number, duration: number, end = false) =>
  Uint8Array.of(code, (end ? 0x80 : 0) | 10, duration >> 8, duration & 0xff)

/** A phone at a table, with what the engine told of its keys. */
function telephone() {
  const table = new Table()
  const phone = table.seat('anna')
  return {
    table,
    told: () =>
      table.facts.map((fact) => (fact.type === 'leg.digit' ? fact.digit : fact.type)).join(''),
    event: (timestamp: number, code: number, duration: number, more = '') =>
      phone.sends(101, eventOf(code, duration, more.includes('E')), timestamp, more.includes('M')),
  }
}

t.test('a key is told once, at its first packet', async (t) => {
  const { event, told } = telephone()
  event(1000, 5, 160, 'M')
  t.equal(told(), '5')
  for (const duration of [320, 480, 640]) event(1000, 5, duration)
  for (let n = 0; n < 3; n++) event(1000, 5, 640, 'E')
  t.equal(told(), '5')
})

t.test('the same key pressed again is told again', async (t) => {
  const { event, told } = telephone()
  event(1000, 5, 160, 'M')
  event(1000, 5, 320, 'E')
  event(2000, 5, 160, 'M')
  event(2000, 5, 320, 'E')
  t.equal(told(), '55')
})

t.test('a key of which only an end packet arrives is told', async (t) => {
  const { event, told } = telephone()
  event(1000, 11, 800, 'E')
  t.equal(told(), '#')
})

t.test('the same key is told again although the end of the first was lost', async (t) => {
  const { event, told, table } = telephone()
  event(1000, 5, 160, 'M')
  table.pass(300)
  event(4000, 5, 160)
  t.equal(told(), '55')
})

t.test('end packets that come late do not tell an old key anew', async (t) => {
  const { event, told } = telephone()
  event(1000, 1, 160, 'M')
  event(1000, 1, 320, 'E')
  event(2000, 2, 160, 'M')
  event(1000, 1, 320, 'E')
  event(1000, 1, 320, 'E')
  event(2000, 2, 320, 'E')
  t.equal(told(), '12')
})

t.test('an update that overtakes its end does not press the key again', async (t) => {
  const { event, told } = telephone()
  event(1000, 1, 480, 'E')
  event(1000, 1, 320)
  event(1160, 1, 480, 'E')
  t.equal(told(), '1')
})

t.test('a key held beyond the longest duration goes on in segments', async (t) => {
  const { event, told, table } = telephone()
  event(1000, 9, 160, 'M')
  event(1000, 9, 0xffff)
  table.pass(200)
  event(1000 + 0xffff, 9, 160)
  event(1000 + 0xffff, 9, 320, 'E')
  t.equal(told(), '9')
})

t.test('phones that move the timestamp within a key are understood', async (t) => {
  const { event, told, table } = telephone()
  for (let n = 0; n < 5; n++) {
    event(1000 + n * 160, 7, 160 + n * 160, n === 0 ? 'M' : '')
    table.pass(20)
  }
  for (let n = 5; n < 8; n++) event(1000 + n * 160, 7, 800, 'E')
  t.equal(told(), '7')
})

t.test('all sixteen keys are known; flash and other events are not keys', async (t) => {
  const { event, told } = telephone()
  for (let code = 0; code < 18; code++) event(1000 * code, code, 160, 'M')
  t.equal(told(), '0123456789*#ABCD')
})

t.test('an event packet cut short is nothing', async (t) => {
  const table = new Table()
  table.seat('anna').sends(101, Uint8Array.of(5, 10, 0), 1000)
  t.same(table.facts, [])
})

t.test('keys are sent as events with three end packets, and audio numbering goes on', async (t) => {
  const table = new Table()
  const anna = table.seat('anna')
  table.pass(100)
  anna.forget()
  table.perform({ do: 'sendDigits', leg: anna.id, digits: '4x#' })
  table.pass(600)
  const events = anna.packets.filter((packet) => packet.getPayloadType() === 101)
  const told = events.map((packet) => {
    const [code = 0, flags = 0, high = 0, low = 0] = viewOf(packet)
    return [code, flags >> 7, (high << 8) | low, packet.getMarker()]
  })
  const key = (code: number) => [
    [code, 0, 160, true],
    ...[320, 480, 640, 800].map((duration) => [code, 0, duration, false]),
    ...[800, 800, 800].map((duration) => [code, 1, duration, false]),
  ]
  t.same(told, [...key(4), ...key(11)])
  const starts = new Set(events.map((packet) => packet.getTimestamp()))
  t.equal(starts.size, 2, 'one timestamp for each key')
  const numbers = anna.packets.map((packet) => packet.getSequenceNumber())
  t.ok(numbers.every((number, n) => n === 0 || number === (((numbers[n - 1] ?? 0) + 1) & 0xffff)))
  const first = anna.packets[0]?.getTimestamp() ?? 0
  const last = anna.packets.at(-1)
  t.equal(((last?.getTimestamp() ?? 0) - first) >>> 0, 29 * 160, 'audio kept its time')
})

t.test('at a clock of 48 kHz keys are told in its units', async (t) => {
  const stream = new RtpStream({ ssrc: 1, sequence: 0, timestamp: 96_000 })
  stream.use(6, 100)
  const sender = new DigitSender()
  sender.add('5')
  const sent = Array.from({ length: 6 }, () => {
    const digit = sender.next()
    const bytes = digit && stream.event(110, digit)
    stream.pass()
    const packet = bytes && parseRtp(bytes)
    const event = packet && parseEvent(bytes, packet.payloadStart, packet.payloadEnd)
    return [packet?.timestamp, event?.duration, event?.end]
  })
  t.same(sent.slice(-2), [
    [96_000, 4800, false],
    [96_000, 4800, true],
  ])
})

t.test('keys take the place of a talk that is passed on, and its numbering goes on', async (t) => {
  const table = new Table()
  const [anna, bert] = [table.seat('anna'), table.seat('bert')]
  table.perform({ do: 'hear', rows: [[anna.id, [{ leg: bert.id }]]] })
  table.says(bert, 1000)
  table.pass(200)
  anna.forget()
  table.perform({ do: 'sendDigits', leg: anna.id, digits: '11' })
  table.pass(1000)
  t.equal(table.engine.leg(bert.id)?.receiver.isDecoded, false, 'nothing was decoded for it')
  const events = anna.packets.filter((packet) => packet.getPayloadType() === 101)
  t.equal(new Set(events.map((packet) => packet.getTimestamp())).size, 2)
  t.equal(events.length, 16)
  const firstEvent = anna.packets.findIndex((packet) => packet.getPayloadType() === 101)
  const lastEvent = anna.packets.findLastIndex((packet) => packet.getPayloadType() === 101)
  const between = anna.packets.slice(firstEvent, lastEvent)
  t.ok(
    between.every((packet) => packet.getPayloadType() === 101),
    'no sound among the keys',
  )
  t.ok(anna.packets.length > lastEvent + 20, 'and then the talk goes on')
  const steps = anna.packets.slice(1).map((packet, n) => {
    const before = anna.packets[n]
    const sequence = packet.getSequenceNumber() - (before?.getSequenceNumber() ?? 0)
    return [sequence & 0xffff, (packet.getTimestamp() - (before?.getTimestamp() ?? 0)) | 0]
  })
  t.ok(
    steps.every(([sequence, time = -1]) => sequence === 1 && time >= 0),
    'time never goes back',
  )
})

/** Frames of a key's tone as a phone sends them. */
const toneFrames = (digit: string, frames: number): Int16Array[] =>
  Array.from({ length: frames }, (_, age) => {
    const event = { code: codeOf(digit) ?? 0, end: false, duration: 160 }
    return keyTone({ event, age }, createFrame())
  })

for (const keysInBand of [true, false])
  t.test(`tones are keys where the party tells them so: ${keysInBand}`, async (t) => {
    const table = new Table()
    const anna = table.seat('anna', { ...withoutEvents, keysInBand })
    for (const digit of '4711')
      for (const frame of [...toneFrames(digit, 4), ...Array<Int16Array>(3).fill(createFrame())]) {
        anna.speaks(frame)
        table.pass(20)
      }
    table.pass(100)
    t.equal(table.engine.leg(anna.id)?.receiver.isDecoded, keysInBand, 'else nobody decodes it')
    const told = ['4', '7', '1', '1'].map((digit) => {
      return { type: 'leg.digit', leg: anna.id, digit, by: 'tone' }
    })
    t.same(table.facts, keysInBand ? told : [])
  })

t.test('60 ms of a tone that are lost on the way make no second key of it', async (t) => {
  for (const first of [2, 5, 8])
    for (const lost of [1, 2, 3]) {
      const table = new Table()
      const anna = table.seat('anna', { ...withoutEvents, keysInBand: true })
      const silent = Array<Int16Array>(10).fill(createFrame())
      const frames = [...silent, ...toneFrames('9', 12), ...silent]
      for (const [n, frame] of frames.entries()) {
        if (n >= 10 + first && n < 10 + first + lost) anna.loses(frame)
        else anna.speaks(frame)
        table.pass(20)
      }
      table.pass(200)
      t.equal(table.facts.length, 1, `${lost} packets from the ${first}th on`)
    }
})

t.test('who hears a party that tells its keys by tones does not hear these', async (t) => {
  const table = new Table()
  const anna = table.seat('anna', { ...withoutEvents, keysInBand: true })
  const bert = table.seat('bert')
  table.perform({ do: 'hear', rows: [[bert.id, [{ leg: anna.id }]]] })
  const talk = () => {
    for (let n = 0; n < 10; n++) {
      anna.says(600)
      table.pass(20)
    }
  }
  talk()
  for (const digit of ['3', '3', '#'])
    for (const frame of [...toneFrames(digit, 8), ...Array<Int16Array>(4).fill(createFrame())]) {
      anna.speaks(frame)
      table.pass(20)
    }
  talk()
  table.pass(100)
  t.equal(table.facts.length, 3)
  const receiver = new ToneReceiver()
  t.same(
    Array.from(framesOf(bert.sound), (frame) => receiver.hear(frame)).filter(Boolean),
    [],
    'a receiver over there would count nothing',
  )
  t.ok(levelAt(600, bert.sound.subarray(800, 1600)) > 0.25, 'the talk before is there')
  t.ok(levelAt(600, bert.sound.subarray(-1800, -1000)) > 0.25, 'and behind')
})

t.test('a party that takes no events hears the tones of the keys', async (t) => {
  const table = new Table()
  const anna = table.seat('anna', withoutEvents)
  table.perform({ do: 'sendDigits', leg: 'anna' as LegId, digits: '1' })
  table.pass(100)
  t.ok(levelAt(697, anna.sound) > 0.1)
  t.ok(levelAt(1209, anna.sound) > 0.1)
  anna.forget()
  table.pass(200)
  t.ok(levelAt(697, anna.sound) < 0.001)
})
