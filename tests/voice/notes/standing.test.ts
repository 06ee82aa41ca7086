import fc from 'fast-check'
import t from 'tap'
import type { VoiceFact } from '../../../core/event.ts'
import { type LegId, named, type RecordingId, type VoiceId } from '../../../core/names.ts'
import type { Note, Standing } from '../../../voice/notes/note.ts'
import { emptyStanding, fold, noteOf } from '../../../voice/notes/standing.ts'

const legs = ['a', 'b', 'c'].map((id) => named<LegId>(id))
const recording = named<RecordingId>('r')
const voices = ['v1', 'v2'].map((id) => named<VoiceId>(id))
const anyLeg = fc.constantFrom(...legs)
const at = fc.nat(1000)

/** What may be noted; numbers of facts and effects are given when they stand in a row. */
type Unnumbered = (n: number) => Note

const anyFact: fc.Arbitrary<VoiceFact> = fc.oneof(
  anyLeg.map((leg) => ({
    ...({ type: 'leg.arrived', leg, number: '95000', from: '138', via: 'sip' } as const),
  })),
  anyLeg.map((leg) => ({ type: 'leg.answered', leg }) as const),
  anyLeg.map((leg) => ({ type: 'leg.ended', leg, reason: 'hung-up' }) as const),
  anyLeg.map((leg) => ({ type: 'leg.digit', leg, digit: '1' }) as const),
)
const anyNote: fc.Arbitrary<Unnumbered> = fc.oneof(
  {
    weight: 6,
    arbitrary: anyFact.map(
      (fact): Unnumbered =>
        (n) =>
          numbered(n, fact),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.nat(5).map((back): Unnumbered => (n) => ({ note: 'acknowledged', n: n - back })),
  },
  fc.tuple(anyLeg, at).map(([leg, at]): Unnumbered => (n) => ({
    ...({ note: 'effect', n, at } as const),
    effect: { do: 'ring', leg, to: { uri: 'sip:x' }, caller: { number: '1' }, autoAnswer: false },
  })),
  fc.tuple(anyLeg, anyLeg, at).map(([left, right, at]): Unnumbered => (n) => ({
    ...({ note: 'effect', n, at } as const),
    effect: { do: 'record', recording, left, right: [right] },
  })),
  anyLeg.map((leg): Unnumbered => () => ({
    note: 'memo',
    memo: { leg, dialog: { is: 'arrived', callId: 'x' } },
  })),
  at.map((at): Unnumbered => () => ({ note: 'takenUp', at })),
  fc.constantFrom(...voices).map((voice): Unnumbered => () => ({ note: 'life', voice })),
)
const anyNotes = fc
  .array(anyNote, { maxLength: 60 })
  .map((notes) => notes.map((make, index) => make(index + 1)))

const numbered = (n: number, fact: VoiceFact): Note => ({ note: 'fact', n, at: n, fact })
const standingOf = (notes: readonly Note[]): Standing =>
  // What is folded passes through JSON, as in the file.
  notes.reduce((all, note) => fold(all, JSON.parse(JSON.stringify(note)) as Note), emptyStanding())

function isValid({ legs, recordings, waiting, acknowledged, lastFact, deaths }: Standing): boolean {
  const told = waiting.map(({ n }) => n)
  return (
    told.every((n, index) => n > acknowledged && n <= lastFact && n > (told[index - 1] ?? 0)) &&
    [...recordings.values()].every(({ order }) =>
      [order.left, ...order.right].some((leg) => legs.has(leg)),
    ) &&
    deaths.length <= 10
  )
}

t.test('each prefix of the notes gives a valid standing', async () => {
  fc.assert(
    fc.property(anyNotes, (notes) => {
      const ends = notes.map((_, index) => notes.slice(0, index + 1))
      return ends.every((prefix) => isValid(standingOf(prefix)))
    }),
  )
})

t.test('notes that are made anew in between come to the same standing', async (t) => {
  fc.assert(
    fc.property(anyNotes, fc.nat(60), (notes, cut) => {
      const former = noteOf(standingOf(notes.slice(0, cut)))
      t.same(
        noteOf(standingOf([former, ...notes.slice(cut)])),
        noteOf(standingOf([noteOf(emptyStanding()), ...notes])),
      )
    }),
    { numRuns: 50 },
  )
})

t.test('journalled facts are forgotten, and all others are repeated', async () => {
  fc.assert(
    fc.property(fc.array(anyFact, { maxLength: 30 }), fc.nat(35), (facts, upTo) => {
      const notes = facts.map((fact, index) => numbered(index + 1, fact))
      const { waiting } = standingOf([...notes, { note: 'acknowledged', n: upTo }])
      const kept = facts.map((_, index) => index + 1).filter((n) => n > upTo)
      return JSON.stringify(waiting.map(({ n }) => n)) === JSON.stringify(kept)
    }),
  )
})

t.test('a death names the leg that was in hand, and no leg twice for one note', async (t) => {
  const [a, b] = legs as [LegId, LegId]
  const ring = (leg: LegId) => numbered(1, { type: 'leg.arrived', leg, ...rest })
  const rest = { number: '95000', from: '138', via: 'sip' } as const
  const taken = (at: number): Note => ({ note: 'takenUp', at })
  const { deaths } = standingOf([ring(a), ring(b), taken(1), taken(2)])
  t.same(deaths, [{ at: 1, leg: b }, { at: 2 }])
})

t.test('an ended leg takes along its recording, unless another one is in it', async (t) => {
  const [a, b] = legs as [LegId, LegId]
  const order: Note = {
    ...{ note: 'effect', n: 1, at: 1 },
    effect: { do: 'record', recording, left: a, right: [b] },
  }
  const end = (leg: LegId) => numbered(1, { type: 'leg.ended', leg, reason: 'hung-up' })
  const memo = (leg: LegId): Note => ({
    ...{ note: 'memo', memo: { leg, dialog: { is: 'arrived', callId: leg } } },
  })
  const open = [memo(a), memo(b), order]
  t.ok(standingOf([...open, end(a)]).recordings.has(recording))
  t.notOk(standingOf([...open, end(a), end(b)]).recordings.has(recording))
})
