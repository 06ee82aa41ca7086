import fc from 'fast-check'
import t from 'tap'
import type { RecordingId } from '../../../core/names.ts'
import { createFrame } from '../../../media/engine/frame.ts'
import { KeyMask } from '../../../media/engine/key-mask.ts'
import { keyTone } from '../../../media/engine/key-tone.ts'
import { codeOf } from '../../../media/engine/telephone-event.ts'
import { levelAt, tone } from '../../../testkit/sound/tone.ts'
import { framesOf, join16, pause } from './speech.ts'
import { type Party, Table } from './table.ts'

const recording = 'c1' as RecordingId

t.test('masked sound comes back whole, and silent from 100 ms before each key', async () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (keys) => {
      const mask = new KeyMask()
      const given = keys.map((_, n) => createFrame().fill(n + 1))
      const passed = given.flatMap((frame, n) => {
        const former = mask.pass(frame, keys[n] === true)
        return former === undefined ? [] : [former[0]]
      })
      const all = [...passed, ...mask.rest().map((frame) => frame[0])]
      return all.every((sample, n) => {
        const isKeyed = keys.slice(n, n + 6).some(Boolean)
        return sample === (isKeyed ? 0 : n + 1)
      })
    }),
  )
})

/** A caller who says 600 Hz and an agent who says 1000 Hz, recorded with or without a mask. */
function recorded(masked: boolean) {
  const table = new Table()
  const [caller, anna] = [table.seat('caller'), table.seat('anna')]
  const talk = (ms: number) => {
    for (const frame of framesOf(tone(600, ms))) say(frame)
  }
  const say = (frame: Int16Array, event?: (now: number) => void) => {
    if (event === undefined) caller.speaks(frame)
    else event(table.now)
    anna.says(1000)
    table.pass(20)
  }
  talk(200)
  table.perform({ do: 'record', recording, left: caller.id, right: [anna.id], masked })
  talk(1000)
  const end = () => {
    talk(1000)
    table.perform({ do: 'stopRecording', recording })
    const { samples = [] } = table.recordings.get(recording) ?? {}
    const side = (offset: number) => Int16Array.from(samples.filter((_, n) => n % 2 === offset))
    return { caller: side(0), anna: side(1) }
  }
  return { table, party: caller, say, talk, end }
}

const toneOf = (digit: string, ms: number): Int16Array => {
  const event = { code: codeOf(digit) ?? 0, end: false, duration: 160 }
  return join16(
    ...Array.from({ length: ms / 20 }, (_, age) => keyTone({ event, age }, createFrame())),
  )
}

/** What is heard of a key's row and column in any 20 ms. */
const keyLevel = (sound: Int16Array): number => {
  const heard = Array.from(framesOf(sound), (frame) => levelAt(1477, frame))
  return Math.max(...heard)
}

/** A key as some phones send it: its tone for 40 ms, then events at the timestamp of its beginning. */
function pressLeaking({ party, say }: { party: Party; say: ReturnType<typeof recorded>['say'] }) {
  for (const frame of framesOf(toneOf('3', 40))) say(frame)
  for (let n = 1; n <= 8; n++) {
    const duration = Math.min(n, 6) * 160
    const payload = Uint8Array.of(3, n > 6 ? 0x8a : 10, duration >> 8, duration & 0xff)
    say(createFrame(), (now) => party.sends(101, payload, now * 8, n === 1))
  }
}

for (const masked of [true, false])
  t.test(`the tone that a phone leaks before its events: masked ${masked}`, async (t) => {
    const line = recorded(masked)
    pressLeaking(line)
    const { caller, anna } = line.end()
    t.equal(keyLevel(caller) > 0.05, !masked)
    t.equal(caller.length, (1000 + 40 + 160 + 1000) * 8, 'no sample is missing')
    const talk = caller.subarray(800, 6400)
    t.ok(levelAt(600, talk) > 0.25, 'the talk before it is there')
    t.ok(levelAt(600, caller.subarray(-4800)) > 0.25, 'and behind it')
    t.ok(levelAt(1000, anna.subarray(800)) > 0.25, 'the agent is heard all the time')
    t.same(line.table.facts, [{ type: 'leg.digit', leg: 'caller', digit: '3', by: 'event' }])
  })

for (const masked of [true, false])
  t.test(`tones of a phone that tells its keys by INFO: masked ${masked}`, async (t) => {
    const line = recorded(masked)
    for (let n = 0; n < 3; n++)
      for (const frame of framesOf(join16(toneOf('3', 100), pause(100)))) line.say(frame)
    const { caller } = line.end()
    t.equal(keyLevel(caller) > 0.05, !masked)
    t.ok(levelAt(600, caller.subarray(-4800)) > 0.25)
    t.same(line.table.facts, [], 'nobody asked what they are')
  })

t.test('tones too short to be a key are silenced too', async (t) => {
  const line = recorded(true)
  for (const frame of framesOf(toneOf('3', 20))) line.say(frame)
  t.ok(keyLevel(line.end().caller) < 0.01)
})

t.test('a mask that begins and ends within a recording loses and adds nothing', async (t) => {
  const line = recorded(false)
  const order = { do: 'record', recording, left: line.party.id, right: ['anna' as never] } as const
  line.table.perform({ ...order, masked: true })
  line.talk(500)
  line.table.perform(order)
  line.talk(500)
  line.table.perform({ ...order, masked: true })
  line.talk(60)
  const { caller, anna } = line.end()
  t.equal(caller.length, 3060 * 8)
  t.equal(anna.length, 3060 * 8)
  // A gap or a repeated piece would break the phase of the tone.
  const quarters = [0, 1, 2, 3].map((n) => levelAt(600, caller.subarray(n * 6000, n * 6000 + 6000)))
  t.ok(
    quarters.every((level) => Math.abs(level - 0.3) < 0.01),
    quarters.join(),
  )
})
