import t from 'tap'
import { hearEachOther, type HearingRow } from '../../../core/hearing.ts'
import type { LegId } from '../../../core/names.ts'
import { levelAt, tone } from '../../../testkit/sound/tone.ts'
import { heard, type Party, Table, terms } from './table.ts'

const decibel = (level: number, of: number) => 20 * Math.log10(level / of)

/** Each hears all others. */
const conference = (parties: readonly Party[]): readonly HearingRow[] =>
  parties.map(({ id }) => [
    id,
    parties.filter((other) => other.id !== id).map((other) => ({ leg: other.id })),
  ])

t.test('of twelve in a conference each hears the eleven others, and never itself', async (t) => {
  const table = new Table()
  const parties = Array.from({ length: 12 }, (_, n) => table.seat(`p${n}`))
  const tones = parties.map((_, n) => 300 + n * 250)
  parties.forEach((party, n) => table.says(party, tones[n] ?? 0, 0.06))
  table.perform({ do: 'hear', rows: conference(parties) })
  table.pass(300)
  for (const party of parties) party.forget()
  table.pass(400)
  parties.forEach((party, n) => {
    const levels = tones.map((hertz) => levelAt(hertz, party.sound))
    const others = levels.filter((_, other) => other !== n)
    t.ok(Math.min(...others) > 0.05, `${party.id} hears all: ${Math.min(...others)}`)
    const own = decibel(levels[n] ?? 1, Math.min(...others))
    t.ok(own < -30, `${party.id} does not hear itself: ${own} dB`)
  })
})

t.test('a whisper is heard by the agent, and 60 dB below by the caller', async (t) => {
  const table = new Table()
  const [caller, agent, boss] = ['caller', 'agent', 'boss'].map((name) => table.seat(name))
  if (!caller || !agent || !boss) throw new Error('three were seated')
  table.says(caller, 600)
  table.says(agent, 1000)
  table.says(boss, 1500)
  table.perform({
    do: 'hear',
    rows: [
      [caller.id, [{ leg: agent.id }]],
      [agent.id, [{ leg: caller.id }, { leg: boss.id }]],
      [boss.id, [{ leg: caller.id }, { leg: agent.id }]],
    ],
  })
  table.pass(400)
  for (const party of [caller, agent, boss]) party.forget()
  table.pass(1000)
  const whisper = levelAt(1500, agent.sound)
  t.ok(whisper > 0.25, `the agent hears it: ${whisper}`)
  const leak = decibel(levelAt(1500, caller.sound) + 1e-9, whisper)
  t.ok(leak < -60, `the caller does not: ${leak} dB`)
  t.same(heard(caller.sound, [600, 1000, 1500]), [1000])
  t.same(heard(boss.sound, [600, 1000, 1500]), [600, 1000])
})

t.test('the recording of a whispered talk has no whisper', async (t) => {
  const table = new Table()
  const [caller, agent, boss] = ['caller', 'agent', 'boss'].map((name) => table.seat(name))
  if (!caller || !agent || !boss) throw new Error('three were seated')
  table.says(caller, 600)
  table.says(agent, 1000)
  table.says(boss, 1500)
  const rows: HearingRow[] = [
    ...hearEachOther(caller.id, agent.id),
    [agent.id, [{ leg: caller.id }, { leg: boss.id }]],
  ]
  table.perform({ do: 'hear', rows })
  const recording = 'c1' as never
  table.perform({ do: 'record', recording, left: caller.id, right: [agent.id] })
  table.pass(1000)
  table.perform({ do: 'stopRecording', recording })
  const { samples } = table.recordings.get(recording) ?? { samples: [] }
  const [left, right] = [0, 1].map((side) =>
    Int16Array.from(samples.filter((_, n) => n % 2 === side)).subarray(2000),
  )
  const tones = [600, 1000, 1500]
  t.same(heard(left ?? new Int16Array(), tones), [600])
  t.same(heard(right ?? new Int16Array(), tones), [1000])
})

type Holder = 'caller phone' | 'agent phone' | 'desk'
const holders: readonly Holder[] = ['caller phone', 'agent phone', 'desk']
const orders = (items: readonly Holder[]): readonly (readonly Holder[])[] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item) =>
        orders(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
      )
const subsets = holders.reduce<readonly (readonly Holder[])[]>(
  (sets, holder) => [...sets, ...sets.map((set) => [...set, holder])],
  [[]],
)

t.test('hold and resume, whoever holds and whoever resumes first', async (t) => {
  for (const held of subsets)
    for (const holding of orders(held))
      for (const resuming of orders(held)) {
        const table = new Table()
        const [caller, agent] = [table.seat('caller'), table.seat('agent')]
        const music = table.prompt('music/default', tone(2000, 1000))
        table.says(caller, 600)
        table.says(agent, 1000)
        const talk = hearEachOther(caller.id, agent.id)
        const hold: readonly HearingRow[] = [
          [caller.id, [{ music }]],
          [agent.id, []],
        ]
        const change = (holder: Holder, isHeld: boolean) => {
          if (holder === 'desk') table.perform({ do: 'hear', rows: isHeld ? hold : talk })
          else {
            const leg: LegId = holder === 'caller phone' ? caller.id : agent.id
            table.says(
              holder === 'caller phone' ? caller : agent,
              isHeld ? 0 : leg === caller.id ? 600 : 1000,
            )
            // A phone that holds sends `sendonly`: it neither hears nor is heard.
            const open = !isHeld
            table.engine.apply(leg, { ...terms, sending: open, receiving: open, neverSilent: open })
          }
          table.pass(60)
        }
        table.perform({ do: 'hear', rows: talk })
        table.pass(100)
        for (const holder of holding) change(holder, true)
        caller.forget()
        agent.forget()
        table.pass(200)
        const toCaller = held.includes('caller phone')
          ? []
          : held.includes('desk')
            ? [2000]
            : held.includes('agent phone')
              ? []
              : [1000]
        const toAgent = held.length > 0 ? [] : [600]
        const story = `held by ${holding.join(', ')}; resumed by ${resuming.join(', ')}`
        const tones = [600, 1000, 2000]
        const isAsHeld =
          String(heard(caller.sound, tones)) === String(toCaller) &&
          String(heard(agent.sound, tones)) === String(toAgent)
        if (!isAsHeld)
          t.same(
            [heard(caller.sound, tones), heard(agent.sound, tones)],
            [toCaller, toAgent],
            story,
          )
        for (const holder of resuming) change(holder, false)
        table.pass(100)
        caller.forget()
        agent.forget()
        table.pass(400)
        t.same([heard(caller.sound, tones), heard(agent.sound, tones)], [[1000], [600]], story)
      }
})
