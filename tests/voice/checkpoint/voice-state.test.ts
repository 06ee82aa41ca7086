import fc from 'fast-check'
import t from 'tap'
import type { VoiceFact } from '../../../core/event.ts'
import { type LegId, named, type RecordingId, type VoiceId } from '../../../core/names.ts'
import type { CheckpointEntry, VoiceState } from '../../../voice/checkpoint/checkpoint-entry.ts'
import { emptyState, foldEntry, storedState } from '../../../voice/checkpoint/voice-state.ts'

const legs = ['a', 'b', 'c'].map((id) => named<LegId>(id))
const recording = named<RecordingId>('r')
const voices = ['v1', 'v2'].map((id) => named<VoiceId>(id))
const anyLeg = fc.constantFrom(...legs)
const at = fc.nat(1000)

/** What may be noted; numbers of facts and effects are given when they stand in a row. */
type Unnumbered = (n: number) => CheckpointEntry

const anyFact: fc.Arbitrary<VoiceFact> = fc.oneof(
  anyLeg.map((leg) => ({
    ...({ type: 'leg.arrived', leg, number: '95000', from: '138', via: 'sip' } as const),
  })),
  anyLeg.map((leg) => ({ type: 'leg.answered', leg }) as const),
  anyLeg.map((leg) => ({ type: 'leg.ended', leg, reason: 'hung-up' }) as const),
  anyLeg.map((leg) => ({ type: 'leg.digit', leg, digit: '1' }) as const),
)
const anyEntry: fc.Arbitrary<Unnumbered> = fc.oneof(
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
    arbitrary: fc.nat(5).map((back): Unnumbered => (n) => ({ entry: 'acknowledged', n: n - back })),
  },
  fc.tuple(anyLeg, at).map(([leg, at]): Unnumbered => (n) => ({
    ...({ entry: 'effect', n, at } as const),
    effect: { do: 'ring', leg, to: { uri: 'sip:x' }, caller: { number: '1' }, autoAnswer: false },
  })),
  fc.tuple(anyLeg, anyLeg, at).map(([left, right, at]): Unnumbered => (n) => ({
    ...({ entry: 'effect', n, at } as const),
    effect: { do: 'record', recording, left, right: [right] },
  })),
  anyLeg.map((leg): Unnumbered => () => ({
    entry: 'signalling',
    checkpoint: { leg, dialog: { is: 'arrived', callId: 'x' } },
  })),
  at.map((at): Unnumbered => () => ({ entry: 'resumed', at })),
  fc.constantFrom(...voices).map((voice): Unnumbered => () => ({ entry: 'session', voice })),
)
const anyEntries = fc
  .array(anyEntry, { maxLength: 60 })
  .map((entries) => entries.map((make, index) => make(index + 1)))

const numbered = (n: number, fact: VoiceFact): CheckpointEntry => ({
  entry: 'fact',
  n,
  at: n,
  fact,
})
const stateOf = (entries: readonly CheckpointEntry[]): VoiceState =>
  // What is folded passes through JSON, as in the file.
  entries.reduce(
    (all, entry) => foldEntry(all, JSON.parse(JSON.stringify(entry)) as CheckpointEntry),
    emptyState(),
  )

function isValid({
  legs,
  recordings,
  waiting,
  acknowledged,
  lastFact,
  crashes,
}: VoiceState): boolean {
  const told = waiting.map(({ n }) => n)
  return (
    told.every((n, index) => n > acknowledged && n <= lastFact && n > (told[index - 1] ?? 0)) &&
    [...recordings.values()].every(({ order }) =>
      [order.left, ...order.right].some((leg) => legs.has(leg)),
    ) &&
    crashes.length <= 10
  )
}

t.test('each prefix of the entries gives a valid state', async () => {
  fc.assert(
    fc.property(anyEntries, (entries) => {
      const ends = entries.map((_, index) => entries.slice(0, index + 1))
      return ends.every((prefix) => isValid(stateOf(prefix)))
    }),
  )
})

t.test('entries that are made anew in between come to the same state', async (t) => {
  fc.assert(
    fc.property(anyEntries, fc.nat(60), (entries, cut) => {
      const previous = storedState(stateOf(entries.slice(0, cut)))
      t.same(
        storedState(stateOf([previous, ...entries.slice(cut)])),
        storedState(stateOf([storedState(emptyState()), ...entries])),
      )
    }),
    { numRuns: 50 },
  )
})

t.test('journalled facts are forgotten, and all others are repeated', async () => {
  fc.assert(
    fc.property(fc.array(anyFact, { maxLength: 30 }), fc.nat(35), (facts, upTo) => {
      const entries = facts.map((fact, index) => numbered(index + 1, fact))
      const { waiting } = stateOf([...entries, { entry: 'acknowledged', n: upTo }])
      const kept = facts.map((_, index) => index + 1).filter((n) => n > upTo)
      return JSON.stringify(waiting.map(({ n }) => n)) === JSON.stringify(kept)
    }),
  )
})

t.test('a crash names the leg that was in hand, and no leg twice for one entry', async (t) => {
  const [a, b] = legs as [LegId, LegId]
  const ring = (leg: LegId) => numbered(1, { type: 'leg.arrived', leg, ...rest })
  const rest = { number: '95000', from: '138', via: 'sip' } as const
  const resumed = (at: number): CheckpointEntry => ({ entry: 'resumed', at })
  const { crashes } = stateOf([ring(a), ring(b), resumed(1), resumed(2)])
  t.same(crashes, [{ at: 1, leg: b }, { at: 2 }])
})

t.test('an ended leg takes along its recording, unless another one is in it', async (t) => {
  const [a, b] = legs as [LegId, LegId]
  const order: CheckpointEntry = {
    entry: 'effect',
    n: 1,
    at: 1,
    effect: { do: 'record', recording, left: a, right: [b] },
  }
  const end = (leg: LegId) => numbered(1, { type: 'leg.ended', leg, reason: 'hung-up' })
  const arrival = (leg: LegId): CheckpointEntry => ({
    entry: 'signalling',
    checkpoint: { leg, dialog: { is: 'arrived', callId: leg } },
  })
  const open = [arrival(a), arrival(b), order]
  t.ok(stateOf([...open, end(a)]).recordings.has(recording))
  t.notOk(stateOf([...open, end(a), end(b)]).recordings.has(recording))
})
