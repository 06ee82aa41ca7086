import t from 'tap'
import { hearEachOther } from '../../../core/hearing.ts'
import type { PlayId } from '../../../core/names.ts'
import { dominantHz, levelAt, tone } from '../../../testkit/sound/tone.ts'
import { heard, Table, terms, withoutEvents } from './table.ts'

const gaps = (sound: Int16Array): number => {
  let longest = 0
  let quiet = 0
  for (const sample of sound) {
    quiet = Math.abs(sample) < 300 ? quiet + 1 : 0
    longest = Math.max(longest, quiet)
  }
  return longest
}

/** Anna and Bert talk, and their packets are passed on. */
function talk(agreed = terms) {
  const table = new Table()
  const [anna, bert] = [table.seat('anna', agreed), table.seat('bert', agreed)]
  table.says(anna, 600)
  table.says(bert, 1000)
  table.perform({ do: 'hear', rows: hearEachOther(anna.id, bert.id) })
  table.pass(200)
  return { table, anna, bert }
}

t.test('a packet goes out the moment that it comes, with our own numbers', async (t) => {
  const { anna, bert } = talk()
  const before = anna.packets.at(-1)
  anna.forget()
  bert.says(1000)
  const [packet] = anna.packets
  t.equal(anna.packets.length, 1, 'without any tick')
  t.equal(packet?.getSequenceNumber(), ((before?.getSequenceNumber() ?? 0) + 1) & 0xffff)
  t.equal(packet?.getTimestamp(), ((before?.getTimestamp() ?? 0) + 160) >>> 0)
  t.equal(packet?.getSsrc(), before?.getSsrc())
  t.equal(packet?.getMarker(), false)
})

t.test('nobody decodes what is only passed on', async (t) => {
  const { table, anna, bert } = talk()
  const isDecoded = () => [anna, bert].map(({ id }) => table.engine.leg(id)?.receiver.isDecoded)
  t.same(isDecoded(), [false, false])
  table.perform({ do: 'record', recording: 'c1' as never, left: anna.id, right: [bert.id] })
  table.pass(100)
  t.same(isDecoded(), [true, true])
  table.perform({ do: 'stopRecording', recording: 'c1' as never })
  table.pass(100)
  t.same(isDecoded(), [false, false])
})

t.test('losses and late packets reach the listener as they are', async (t) => {
  const { anna, bert } = talk()
  anna.forget()
  const payload = new Uint8Array(160).fill(0x10)
  bert.sends(0, payload, 100_000)
  bert.skips(1)
  bert.sends(0, payload, 100_320)
  t.same(
    anna.packets.map((packet, n) => [
      packet.getSequenceNumber() - (anna.packets[0]?.getSequenceNumber() ?? 0),
      packet.getTimestamp() - (anna.packets[0]?.getTimestamp() ?? 0),
      n,
    ]),
    [
      [0, 0, 0],
      [2, 320, 1],
    ],
  )
})

t.test('a key that the centre sends takes the place of the sound', async (t) => {
  const { table, anna } = talk()
  anna.forget()
  table.perform({ do: 'sendDigits', leg: anna.id, digits: '5' })
  table.pass(300)
  const types = anna.packets.map((packet) => packet.getPayloadType())
  const first = types.indexOf(101)
  t.same(types.slice(first, first + 8), Array(8).fill(101), 'five updates, three ends')
  t.same(new Set(types.slice(first + 8)), new Set([0]))
  const sequences = anna.packets.map((packet) => packet.getSequenceNumber())
  t.ok(sequences.every((each, n) => n === 0 || ((each - (sequences[n - 1] ?? 0)) & 0xffff) === 1))
})

t.test('a tone stands for a key where the party takes no events', async (t) => {
  const { table, anna } = talk(withoutEvents)
  anna.forget()
  table.perform({ do: 'sendDigits', leg: anna.id, digits: '5' })
  table.pass(160)
  t.ok(levelAt(770, anna.sound) > 0.05 && levelAt(1336, anna.sound) > 0.05)
})

t.test('who joins, stays and leaves is heard without a gap by the others', async (t) => {
  const { table, anna, bert } = talk()
  const boss = table.seat('boss')
  table.says(boss, 1500)
  table.pass(200)
  anna.forget()
  bert.forget()
  const modes: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['joins at once', ['bert', 'boss'], ['anna', 'boss']],
    ['listen', ['bert'], ['anna']],
    ['whisper', ['bert', 'boss'], ['anna']],
    ['barge', ['bert', 'boss'], ['anna', 'boss']],
    ['listen again', ['bert'], ['anna']],
    ['gone', ['bert'], ['anna']],
  ]
  for (const [mode, toAnna, toBert] of modes) {
    const rowOf = (names: readonly string[]) => names.map((leg) => ({ leg: leg as never }))
    const toBoss = mode === 'gone' ? [] : ['anna', 'bert']
    table.perform({
      do: 'hear',
      rows: [
        [anna.id, rowOf(toAnna)],
        [bert.id, rowOf(toBert)],
        [boss.id, rowOf(toBoss)],
      ],
    })
    table.pass(400)
  }
  t.ok(gaps(anna.sound) < 40, `Anna hears all: ${gaps(anna.sound)} quiet samples at most`)
  t.ok(gaps(bert.sound) < 40, `Bert hears all: ${gaps(bert.sound)} quiet samples at most`)
  t.ok(anna.sound.length >= 8000 * 2.38 && anna.sound.length <= 8000 * 2.42)
})

t.test('a hundred holds do not make the sound come later', async (t) => {
  const { table, anna, bert } = talk()
  const music = table.prompt('music/default', tone(2000, 1000))
  const begin = anna.packets.length
  const [first] = anna.packets.slice(-1)
  for (let n = 0; n < 100; n++) {
    table.perform({ do: 'hear', rows: [[anna.id, [{ music }]]] })
    table.pass(100)
    table.perform({ do: 'hear', rows: hearEachOther(anna.id, bert.id) })
    table.pass(100)
  }
  const passed = ((anna.packets.at(-1)?.getTimestamp() ?? 0) - (first?.getTimestamp() ?? 0)) >>> 0
  t.ok(Math.abs(passed - 20 * 8000) <= 320, `${passed} of ${20 * 8000} samples`)
  t.ok(
    Math.abs(anna.packets.length - begin - 1000) <= 105,
    `${anna.packets.length - begin} packets`,
  )
})

t.test('another codec than agreed is decoded instead of passed on', async (t) => {
  const { table, anna, bert } = talk()
  table.says(bert, 0)
  for (let n = 0; n < 60; n++) {
    bert.sends(
      8,
      new Uint8Array(160).map((_, at) => (at % 8 < 4 ? 0xaa : 0x2a)),
      50_000 + n * 160,
    )
    table.pass(20)
  }
  t.same(new Set(anna.packets.map((packet) => packet.getPayloadType())), new Set([0]))
  t.equal(dominantHz(anna.sound.subarray(-4000)), 1000)
})

t.test('a party that falls silent leaves the path open', async (t) => {
  const { table, anna, bert } = talk()
  table.says(bert, 0)
  table.pass(400)
  anna.forget()
  table.pass(1000)
  t.equal(anna.packets.length, 50, 'silence goes out')
  table.says(bert, 1000)
  table.pass(400)
  t.same(heard(anna.sound.subarray(-1600), [1000]), [1000])
})

t.test('a prompt covers a talk that is passed on, and ends without a click', async (t) => {
  const { table, anna } = talk()
  const play = 'c1.p1' as PlayId
  const prompts = [table.prompt('long', tone(400, 400))]
  anna.forget()
  table.perform({ do: 'play', leg: anna.id, play, prompts })
  table.pass(300)
  t.same(heard(anna.sound.subarray(320), [400, 1000]), [400])
  table.perform({ do: 'stopPlay', leg: anna.id, play })
  table.pass(40)
  anna.forget()
  table.pass(400)
  t.same(heard(anna.sound, [400, 1000]), [1000])
})
