import fc from 'fast-check'
import t from 'tap'
import {
  bargeIn,
  consult,
  hearEachOther,
  type HearingRow,
  hold,
  listen,
  mute,
  takeOver,
  whisper,
} from '../../core/hearing.ts'
import { type LegId, named, type PromptId } from '../../core/names.ts'

const leg = (name: string) => named<LegId>(name)
const [caller, agent, other, boss] = ['caller', 'agent', 'other', 'boss'].map(leg) as [
  LegId,
  LegId,
  LegId,
  LegId,
]
const music = named<PromptId>('music/default')

/** `agent: caller other`, a line for each row, in the order of the names. */
const table = (rows: readonly HearingRow[]) =>
  rows
    .map(([listener, sources]) => {
      const heard = sources.map((source) => ('leg' in source ? source.leg : source.music))
      return `${listener}: ${heard.join(' ')}`.trim()
    })
    .sort()

t.test('in a talk each hears the other', async (t) => {
  t.same(table(hearEachOther(caller, agent)), ['agent: caller', 'caller: agent'])
})

t.test('on hold the caller hears music and the agent nothing', async (t) => {
  t.same(table(hold(caller, [agent], music)), ['agent:', 'caller: music/default'])
})

t.test('who is muted hears and is not heard, and the others go on', async (t) => {
  t.same(table(mute(agent, [caller])), ['agent: caller', 'caller:'])
  t.same(table(mute(agent, [caller, other])), [
    'agent: caller other',
    'caller: other',
    'other: caller',
  ])
})

t.test('in a consultation the agents talk, and the caller hears music', async (t) => {
  t.same(table(consult(agent, other, caller, music)), [
    'agent: other',
    'caller: music/default',
    'other: agent',
  ])
})

t.test('who listens hears all, and nobody hears him', async (t) => {
  t.same(table(listen(boss, [caller, agent])), [
    'agent: caller',
    'boss: caller agent',
    'caller: agent',
  ])
})

t.test('a whisper is for the agent alone', async (t) => {
  t.same(table(whisper(boss, agent, [caller, agent])), [
    'agent: caller boss',
    'boss: caller agent',
    'caller: agent',
  ])
})

t.test('who barges in is heard by all', async (t) => {
  t.same(table(bargeIn(boss, [caller, agent])), [
    'agent: caller boss',
    'boss: caller agent',
    'caller: agent boss',
  ])
})

t.test('who takes over has the caller, and the agent is out', async (t) => {
  t.same(table(takeOver(boss, agent, [caller, agent])), ['agent:', 'boss: caller', 'caller: boss'])
})

const conference = fc
  .uniqueArray(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 12 })
  .map((numbers) => numbers.map((n) => leg(`leg${n}`)))

const hearersOf = (rows: readonly HearingRow[], heard: LegId) =>
  rows.flatMap(([listener, sources]) =>
    sources.some((source) => 'leg' in source && source.leg === heard) ? [listener] : [],
  )

t.test('of any number: nobody hears himself, and a mode says all of its legs', async () => {
  fc.assert(
    fc.property(conference, (talk) => {
      const [first = agent] = talk
      const others = talk.filter((each) => each !== first)
      const listeners = (rows: readonly HearingRow[]) => rows.map(([listener]) => listener).sort()
      const modes = [
        { rows: hearEachOther(...talk), legs: talk },
        { rows: mute(first, others), legs: talk, unheard: first },
        { rows: hold(first, others, music), legs: talk, unheard: first },
        { rows: listen(boss, talk), legs: [...talk, boss], unheard: boss },
        { rows: whisper(boss, first, talk), legs: [...talk, boss], heardBy: [first] },
        { rows: bargeIn(boss, talk), legs: [...talk, boss], heardBy: talk },
        { rows: takeOver(boss, first, talk), legs: [...talk, boss], heardBy: others },
      ]
      return modes.every(({ rows, legs, unheard, heardBy }) => {
        const isWhole = String(listeners(rows)) === String([...legs].sort())
        const isApart = rows.every(([listener]) => !hearersOf(rows, listener).includes(listener))
        const isQuiet = unheard === undefined || hearersOf(rows, unheard).length === 0
        const isHeard =
          heardBy === undefined ||
          String([...hearersOf(rows, boss)].sort()) === String([...heardBy].sort())
        return isWhole && isApart && isQuiet && isHeard
      })
    }),
  )
})

t.test('while somebody listens or whispers, the talk itself is as it was', async () => {
  fc.assert(
    fc.property(conference, (talk) => {
      const plain = new Map(hearEachOther(...talk).map(([listener, heard]) => [listener, heard]))
      const [first = agent] = talk
      const unchanged = (rows: readonly HearingRow[], but?: LegId) =>
        rows.every(
          ([listener, heard]) =>
            listener === boss ||
            listener === but ||
            JSON.stringify(heard) === JSON.stringify(plain.get(listener)),
        )
      return unchanged(listen(boss, talk)) && unchanged(whisper(boss, first, talk), first)
    }),
  )
})
