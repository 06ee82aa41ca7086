import t from 'tap'
import { tone } from '../../../testkit/sound/tone.ts'
import { Table, terms, viewOf } from './table.ts'

t.test('a party that knows comfort noise is sent little while nobody speaks', async (t) => {
  const table = new Table()
  const anna = table.seat('anna', { ...terms, noisePayloadType: 13 })
  table.pass(1000)
  const begin = anna.packets[0]?.getTimestamp() ?? 0
  t.same(
    anna.packets.map((packet) => [
      packet.getPayloadType(),
      (packet.getTimestamp() - begin) >>> 0,
      ...viewOf(packet),
    ]),
    Array.from({ length: 5 }, (_, n) => [13, n * 1600, 70]),
    'once in 200 ms',
  )
  anna.forget()
  const prompts = [table.prompt('tone', tone(600, 200))]
  table.perform({ do: 'play', leg: anna.id, play: 'c1.p1' as never, prompts })
  table.pass(200)
  t.same(
    anna.packets.map((packet) => [packet.getPayloadType(), packet.getMarker()]),
    Array.from({ length: 10 }, (_, n) => [0, n === 0]),
    'sound begins a talkspurt',
  )
})

t.test('one that does not is sent silence all the time', async (t) => {
  const table = new Table()
  const anna = table.seat('anna')
  table.pass(1000)
  t.equal(anna.packets.length, 50)
})
