import t from 'tap'
import { hearEachOther } from '../../../core/hearing.ts'
import type { LegId, PlayId, RecordingId } from '../../../core/names.ts'
import { dominantHz, tone } from '../../../testkit/sound/tone.ts'
import { heard, Table, terms } from './table.ts'

const play = 'c1.p1' as PlayId
const recording = 'c1' as RecordingId

t.test('two parties hear each other by their rows', async (t) => {
  const table = new Table()
  const [anna, bert] = [table.seat('anna'), table.seat('bert')]
  table.says(anna, 600)
  table.says(bert, 1000)
  table.perform({ do: 'hear', rows: hearEachOther(anna.id, bert.id) })
  table.pass(200)
  anna.forget()
  bert.forget()
  table.pass(1000)
  t.equal(anna.packets.length, 50, 'fifty packets a second')
  t.equal(dominantHz(anna.sound), 1000)
  t.equal(dominantHz(bert.sound), 600)
})

t.test('of three in a conference each hears the other two and never itself', async (t) => {
  const table = new Table()
  const parties = ['anna', 'bert', 'carl'].map((name) => table.seat(name))
  const tones = [600, 1000, 1500]
  parties.forEach((party, n) => table.says(party, tones[n] ?? 0))
  table.perform({
    do: 'hear',
    rows: parties.map(({ id }) => [
      id,
      parties.filter((other) => other.id !== id).map((other) => ({ leg: other.id })),
    ]),
  })
  table.pass(200)
  for (const party of parties) party.forget()
  table.pass(1000)
  parties.forEach((party, n) =>
    t.same(
      heard(party.sound, tones),
      tones.filter((_, other) => other !== n),
    ),
  )
})

t.test('a prompt covers the row, tells its end once, and then the row sounds again', async (t) => {
  const table = new Table()
  const [anna, bert] = [table.seat('anna'), table.seat('bert')]
  const prompts = [table.prompt('one', tone(400, 500)), table.prompt('two', tone(400, 512.5))]
  table.says(bert, 1000)
  table.perform({ do: 'hear', rows: hearEachOther(anna.id, bert.id) })
  table.pass(200)
  anna.forget()
  table.perform({ do: 'play', leg: anna.id, play, prompts })
  table.pass(1000)
  t.same(heard(anna.sound, [400, 1000]), [400])
  t.same(table.facts, [], 'the last piece of 100 samples still plays')
  table.pass(40)
  t.same(table.facts, [{ type: 'leg.played', leg: anna.id, play }])
  anna.forget()
  table.pass(1000)
  t.same(heard(anna.sound, [400, 1000]), [1000])
  t.equal(table.facts.length, 1)
})

t.test('a stopped prompt falls silent at once and tells nothing', async (t) => {
  const table = new Table()
  const anna = table.seat('anna')
  const prompts = [table.prompt('long', tone(400, 10_000))]
  table.perform({ do: 'play', leg: anna.id, play, prompts })
  table.pass(200)
  table.perform({ do: 'stopPlay', leg: anna.id, play: 'c1.p0' as PlayId })
  anna.forget()
  table.pass(200)
  t.equal(dominantHz(anna.sound), 400, 'the stop of another play changes nothing')
  table.perform({ do: 'stopPlay', leg: anna.id, play })
  anna.forget()
  table.pass(200)
  t.equal(dominantHz(anna.sound), undefined)
  t.same(table.facts, [])
})

t.test('a missing prompt is an alarm, and the play still ends', async (t) => {
  const table = new Table()
  const anna = table.seat('anna')
  table.perform({ do: 'play', leg: anna.id, play, prompts: ['zh/none' as never] })
  table.pass(40)
  t.same(table.facts, [
    { type: 'media.faulted', reason: 'prompt-unreadable', leg: anna.id, detail: 'zh/none' },
    { type: 'leg.played', leg: anna.id, play },
  ])
})

t.test('hold is a change of rows: no packet is missing and numbering goes on', async (t) => {
  const table = new Table()
  const [anna, bert] = [table.seat('anna'), table.seat('bert')]
  const music = table.prompt('music/default', tone(2000, 1000))
  table.says(bert, 1000)
  table.perform({ do: 'hear', rows: hearEachOther(anna.id, bert.id) })
  table.pass(400)
  table.perform({ do: 'hear', rows: [[anna.id, [{ music }]]] })
  table.pass(400)
  table.perform({ do: 'hear', rows: hearEachOther(anna.id, bert.id) })
  table.pass(400)
  const steps = anna.packets.slice(1).map((packet, n) => {
    const before = anna.packets[n]
    const sequence = packet.getSequenceNumber() - (before?.getSequenceNumber() ?? 0)
    const timestamp = packet.getTimestamp() - (before?.getTimestamp() ?? 0)
    return [sequence & 0xffff, timestamp >>> 0]
  })
  t.ok([60, 61].includes(anna.packets.length), 'a packet that is passed on may come a little early')
  t.ok(steps.every(([sequence, timestamp]) => sequence === 1 && timestamp === 160))
  t.same(new Set(anna.packets.map((packet) => packet.getSsrc())).size, 1)
  t.same(
    anna.packets.flatMap((packet, n) => (packet.getMarker() ? [n] : [])),
    [0],
    'one talkspurt',
  )
  t.equal(dominantHz(anna.sound.subarray(22 * 160, 38 * 160)), 2000)
  t.equal(dominantHz(anna.sound.subarray(42 * 160)), 1000)
})

t.test('a party on hold is sent nothing, and hears again with the marker bit', async (t) => {
  const table = new Table()
  const anna = table.seat('anna')
  table.pass(100)
  anna.forget()
  table.engine.apply(anna.id, { ...terms, sending: false })
  table.pass(200)
  t.equal(anna.packets.length, 0)
  table.engine.apply(anna.id, terms)
  table.pass(40)
  t.same(
    anna.packets.map((packet) => packet.getMarker()),
    [true, false],
  )
})

t.test(
  'a closed leg is silence to those who heard it, and orders for it are counted',
  async (t) => {
    const table = new Table()
    const [anna, bert] = [table.seat('anna'), table.seat('bert')]
    table.says(bert, 1000)
    table.perform({ do: 'hear', rows: hearEachOther(anna.id, bert.id) })
    table.pass(400)
    table.engine.close(bert.id)
    table.engine.close(bert.id)
    anna.forget()
    table.pass(200)
    t.equal(dominantHz(anna.sound), undefined)
    table.perform({ do: 'play', leg: bert.id, play, prompts: [] })
    t.equal(table.engine.unknownLegs, 1)
  },
)

t.test(
  'a recording has the caller left and the mixed agents right, on one time line',
  async (t) => {
    const table = new Table()
    const [caller, anna, bert] = [table.seat('caller'), table.seat('anna'), table.seat('bert')]
    table.says(caller, 600)
    table.says(anna, 1000)
    table.pass(200)
    table.perform({ do: 'record', recording, left: caller.id, right: [anna.id] })
    table.pass(1000)
    table.says(bert, 1500)
    table.says(anna, 0)
    table.pass(200)
    table.perform({ do: 'record', recording, left: caller.id, right: [anna.id, bert.id] })
    table.pass(1000)
    table.engine.close(caller.id)
    table.pass(500)
    table.perform({ do: 'stopRecording', recording })
    const { samples = [], ended } = table.recordings.get(recording) ?? {}
    t.equal(ended, true)
    t.equal(samples.length, 2 * 8 * 2700, 'every 20 ms on both channels')
    const [left, right] = [0, 1].map((side) =>
      Int16Array.from(samples.filter((_, n) => n % 2 === side)),
    )
    const tones = [600, 1000, 1500]
    t.same(heard(left?.subarray(0, 8000) ?? new Int16Array(), tones), [600])
    t.same(heard(right?.subarray(0, 8000) ?? new Int16Array(), tones), [1000])
    t.same(heard(right?.subarray(9600, 17_600) ?? new Int16Array(), tones), [1500])
    t.same(heard(left?.subarray(18_000) ?? new Int16Array(), tones), [], 'silence where nobody is')
  },
)

t.test('a fault in one leg ends the sound of that leg alone', async (t) => {
  const table = new Table()
  const anna = table.seat('anna')
  const bert = 'bert' as LegId
  table.engine.open(bert, { ssrc: 9, sequence: 0, timestamp: 0 }, () => {
    throw new Error('the wire broke')
  })
  table.engine.apply(bert, terms)
  table.pass(100)
  t.match(table.facts, [
    { type: 'media.faulted', leg: bert, reason: 'internal-error', detail: /the wire broke/ },
    { type: 'leg.mediaLost', leg: bert, reason: 'internal-error' },
  ])
  t.equal(table.facts.length, 2)
  t.equal(anna.packets.length, 5)
})

t.test('a paused recording has silence in place of one leg, or of all, and no gap', async (t) => {
  const table = new Table()
  const [caller, anna, bert] = [table.seat('caller'), table.seat('anna'), table.seat('bert')]
  table.says(caller, 600)
  table.says(anna, 1000)
  table.says(bert, 1500)
  table.pass(200)
  table.perform({ do: 'record', recording, left: caller.id, right: [anna.id, bert.id] })
  const orders = [
    { do: 'pauseRecording', recording, whom: caller.id },
    { do: 'pauseRecording', recording, whom: bert.id },
    { do: 'resumeRecording', recording, whom: caller.id },
    { do: 'pauseRecording', recording },
    { do: 'resumeRecording', recording },
  ] as const
  table.pass(1000)
  for (const order of orders) {
    table.perform(order)
    table.pass(1000)
  }
  table.perform({ do: 'stopRecording', recording })
  const { samples = [] } = table.recordings.get(recording) ?? {}
  t.equal(samples.length, 2 * 8000 * 6, 'the time line goes on')
  const tones = [600, 1000, 1500]
  const heardIn = (second: number) =>
    [0, 1].map((side) =>
      heard(
        Int16Array.from(
          samples.slice(second * 16_000, (second + 1) * 16_000).filter((_, n) => n % 2 === side),
        ),
        tones,
      ),
    )
  t.same([0, 1, 2, 3, 4, 5].map(heardIn), [
    [[600], [1000, 1500]],
    [[], [1000, 1500]],
    [[], [1000]],
    [[600], [1000]],
    [[], []],
    [[600], [1000, 1500]],
  ])
  const paused = samples.slice(4 * 16_000, 5 * 16_000)
  t.ok(
    paused.every((sample) => sample === 0),
    'not a trace of what was said',
  )
})

t.test('a recording ends with the last of its legs', async (t) => {
  const table = new Table()
  const [caller, anna] = [table.seat('caller'), table.seat('anna')]
  const order = { do: 'record', recording, left: caller.id, right: [anna.id] } as const
  table.perform(order)
  table.pass(100)
  table.engine.close(caller.id)
  table.pass(100)
  table.engine.close(anna.id)
  t.match(table.recordings.get(recording), { ended: true, samples: { length: 2 * 1600 } })
  t.equal(table.engine.idle, true)
  table.perform(order)
  t.equal(table.engine.idle, true, 'and none begins for nobody')
})
