import t from 'tap'
import type { LegId, PlayId } from '../../../core/names.ts'
import { pcmu } from '../../../media/engine/codecs/g711.ts'
import { Music, musicStart, Player } from '../../../media/engine/player.ts'
import { dominantHz, levelAt, tone } from '../../../testkit/sound/tone.ts'
import { ladder, ladderMs, stepHeard, stepsFrom } from '../ladder.ts'
import { heard, type Party, Table } from './table.ts'

const play = 'c1.p1' as PlayId

/** A key as a telephone-event. */
const press = (party: Party, code: number) =>
  party.sends(101, Uint8Array.of(code, 10, 0, 160), 5000, true)

/** As it comes back from G.711. */
function coded(samples: Int16Array): Int16Array {
  const payload = new Uint8Array(samples.length)
  const sound = new Int16Array(samples.length)
  for (let start = 0; start < samples.length; start += 160) {
    const end = Math.min(start + 160, samples.length)
    pcmu.createEncoder().encode(samples.subarray(start, end), payload, start)
    pcmu.createDecoder().decode(payload, start, end, sound, start)
  }
  return sound
}

t.test('pieces of any length follow one another without a gap of one sample', async (t) => {
  const table = new Table()
  const anna = table.seat('anna')
  const whole = tone(440, 1000)
  const cuts = [0, 1, 160, 161, 1000, 1000, 4321, 7999, 8000]
  const prompts = cuts
    .slice(1)
    .map((cut, n) => table.prompt(`part/${n}`, whole.slice(cuts[n], cut)))
  table.perform({ do: 'play', leg: anna.id, play, prompts })
  table.pass(1020)
  t.same(anna.sound.subarray(0, 8000), coded(whole))
  t.same(table.facts, [{ type: 'leg.played', leg: anna.id, play }])
})

t.test('a repeated prompt goes round without a gap until it is stopped', async (t) => {
  const table = new Table()
  const anna = table.seat('anna')
  // 33 periods: the seam does not fall on a frame.
  const prompt = table.prompt('ring', tone(440, 75))
  table.perform({ do: 'play', leg: anna.id, play, prompts: [prompt], repeat: true })
  table.pass(1000)
  t.same(anna.sound, coded(tone(440, 1000)))
  table.perform({ do: 'stopPlay', leg: anna.id, play })
  table.pass(20)
  anna.forget()
  table.pass(200)
  t.equal(dominantHz(anna.sound), undefined)
  t.same(table.facts, [], 'it never came to an end')
})

t.test('the same play ordered again goes on where it is', async (t) => {
  const table = new Table()
  const anna = table.seat('anna')
  const prompts = [table.prompt('ladder', ladder)]
  const order = { do: 'play', leg: anna.id, play, prompts } as const
  table.perform(order)
  for (let passed = 1; passed <= 4; passed++) {
    table.pass(400)
    t.equal(stepHeard(anna.sound), passed * 4 - 1)
    table.perform(order)
  }
  table.pass(440)
  t.same(table.facts, [{ type: 'leg.played', leg: anna.id, play }])
})

t.test('nothing, repeated, is over at once', async (t) => {
  for (const prompts of [[], [new Int16Array()]])
    t.equal(new Player({ play, repeat: true }, prompts).next(), undefined)
})

t.test('a key silences what plays within 20 ms, before anybody is asked', async (t) => {
  const table = new Table()
  const anna = table.seat('anna')
  const prompts = [table.prompt('long', tone(400, 10_000))]
  table.perform({ do: 'play', leg: anna.id, play, prompts, bargeIn: true })
  table.pass(200)
  t.equal(dominantHz(anna.sound), 400)
  press(anna, 5)
  anna.forget()
  table.pass(20)
  t.ok(
    anna.sound.subarray(-8).every((sample) => Math.abs(sample) < 600),
    'it has faded out',
  )
  anna.forget()
  table.pass(200)
  t.ok(anna.sound.every((sample) => Math.abs(sample) < 10))
  t.same(
    table.facts,
    [{ type: 'leg.digit', leg: anna.id, digit: '5', by: 'event' }],
    'and no leg.played',
  )
  table.perform({ do: 'stopPlay', leg: anna.id, play })
  table.pass(20)
  t.equal(table.facts.length, 1, 'the order to stop comes too late and changes nothing')
})

t.test('what must be heard goes on over a key', async (t) => {
  const table = new Table()
  const anna = table.seat('anna')
  table.perform({ do: 'play', leg: anna.id, play, prompts: [table.prompt('a', tone(400, 600))] })
  table.pass(200)
  press(anna, 5)
  anna.forget()
  table.pass(200)
  t.equal(dominantHz(anna.sound), 400)
})

t.test('a key on an announcement brings back the music at once', async (t) => {
  const table = new Table()
  const anna = table.seat('anna')
  const music = table.prompt('music/default', tone(1000, 1000))
  const prompts = [table.prompt('words', tone(400, 5000))]
  table.perform({ do: 'hear', rows: [[anna.id, [{ music }]]] })
  table.perform({ do: 'play', leg: anna.id, play, prompts, bargeIn: true })
  table.pass(200)
  press(anna, 1)
  table.pass(20)
  anna.forget()
  table.pass(200)
  t.same(heard(anna.sound, [400, 1000]), [1000])
})

t.test('music goes on where its listener last heard it, after an announcement too', async (t) => {
  const table = new Table()
  const anna = table.seat('anna')
  const music = table.prompt('music/default', ladder)
  const listens = () => {
    const step = stepHeard(anna.sound)
    if (step === undefined) throw new Error('no music is heard')
    return step
  }
  table.perform({ do: 'hear', rows: [[anna.id, [{ music }]]] })
  table.pass(300)
  const first = listens()
  table.pass(500)
  t.equal(stepsFrom(first, listens()), 5)
  table.perform({
    do: 'play',
    leg: anna.id,
    play,
    prompts: [table.prompt('words', tone(3500, 460))],
  })
  table.pass(460)
  t.ok(levelAt(3500, anna.sound.subarray(-1600)) > 0.2, 'the announcement covers it')
  table.pass(500)
  t.equal(stepsFrom(first, listens()), 10)
  table.perform({ do: 'hear', rows: [[anna.id, []]] })
  table.pass(1000)
  t.equal(stepHeard(anna.sound), undefined)
  table.perform({ do: 'hear', rows: [[anna.id, [{ music }]]] })
  table.pass(ladderMs)
  t.equal(stepsFrom(first, listens()), 10, 'one round later')
})

t.test('each listener has an own place in the music, and the same one in a replay', async (t) => {
  const ids = Array.from({ length: 40 }, (_, n) => `c${n}.1` as LegId)
  const starts = ids.map((id) => musicStart(id) % ladder.length)
  const tenths = new Set(starts.map((start) => Math.floor((start * 10) / ladder.length)))
  t.equal(tenths.size, 10, 'they spread over all of it')
  t.same(
    ids.map((id) => musicStart(id) % ladder.length),
    starts,
  )
  const music = new Music(ladder, ladder.length + 1600)
  t.same(music.next(), ladder.subarray(1600, 1760))
})

t.test('an announcement is woven in without a click', async (t) => {
  const table = new Table()
  const anna = table.seat('anna')
  const music = table.prompt('music/default', tone(300, 1000))
  table.perform({ do: 'hear', rows: [[anna.id, [{ music }]]] })
  table.pass(210)
  table.perform({ do: 'play', leg: anna.id, play, prompts: [table.prompt('w', tone(300, 330))] })
  table.pass(1000)
  // A tone of 300 Hz moves by 0.3 * 2π * 300 / 8000 of full scale at most from sample to sample.
  const steepest = 0.3 * 32_767 * ((2 * Math.PI * 300) / 8000)
  const moves = anna.sound.subarray(1600).map((sample, n, all) => sample - (all[n - 1] ?? sample))
  t.ok(Math.max(...moves.map(Math.abs)) < steepest * 1.5)
})
