import fc from 'fast-check'
import t from 'tap'
import type { Source } from '../../../core/hearing.ts'
import { tone } from '../../../testkit/sound/tone.ts'
import { type Party, Table, terms, withoutEvents } from './table.ts'

// Whatever is ordered in whatever order: each party's stream stays one stream, each play ends once, and recordings keep
// time.

const names = ['anna', 'bert', 'carl', 'dora'] as const
const aName = fc.constantFrom(...names)
const aRow = fc.uniqueArray(fc.constantFrom(...names, 'music/default'), { maxLength: 4 })
const agreements = {
  plain: terms,
  'without events': withoutEvents,
  'A-law': { ...terms, codec: 'pcma', payloadType: 8 },
  '40 ms': { ...terms, ptimeMs: 40 },
  'on hold': { ...terms, sending: false, receiving: false, neverSilent: false },
} as const

type Scene = {
  readonly table: Table
  readonly parties: ReadonlyMap<string, Party>
  plays: number
  recordings: number
}
type Act = (scene: Scene) => void

const acts = fc.oneof(
  fc.tuple(aName, aRow).map(([name, row]): Act => ({ table, parties }) => {
    const sources = row
      .filter((source) => source !== name)
      .map((source): Source =>
        source.includes('/') ? { music: source as never } : { leg: source as never },
      )
    table.perform({ do: 'hear', rows: [[partyOf(parties, name).id, sources]] })
  }),
  fc
    .tuple(aName, fc.constantFrom('short', 'long', 'none'))
    .map(([name, prompt]): Act => (scene) => {
      const leg = partyOf(scene.parties, name).id
      const play = `${name}.p${++scene.plays}` as never
      scene.table.perform({ do: 'play', leg, play, prompts: [prompt as never] })
    }),
  fc.tuple(aName, fc.nat(30)).map(([name, n]): Act => (scene) => {
    const play = `${name}.p${n}`
    scene.table.perform({ do: 'stopPlay', leg: name as never, play: play as never })
  }),
  fc.tuple(aName, fc.constantFrom('1', '2#')).map(
    ([name, digits]): Act =>
      ({ table }) =>
        table.perform({ do: 'sendDigits', leg: name as never, digits }),
  ),
  fc.tuple(aName, aName).map(([left, right]): Act => (scene) => {
    const recording = `r${++scene.recordings}` as never
    scene.table.perform({ do: 'record', recording, left: left as never, right: [right as never] })
  }),
  fc.nat(20).map(
    (n): Act =>
      ({ table }) =>
        table.perform({ do: 'stopRecording', recording: `r${n}` as never }),
  ),
  fc.tuple(aName, fc.constantFrom(...Object.values(agreements))).map(
    ([name, agreed]): Act =>
      ({ table }) =>
        table.engine.apply(name as never, agreed),
  ),
  fc.tuple(aName, fc.constantFrom(0, 600, 1000)).map(
    ([name, hertz]): Act =>
      ({ table, parties }) =>
        table.says(partyOf(parties, name), hertz),
  ),
  aName.map(
    (name): Act =>
      ({ parties }) =>
        partyOf(parties, name).skips(3),
  ),
)
const histories = fc.array(fc.tuple(acts, fc.constantFrom(0, 20, 60, 200)), { maxLength: 40 })

t.test('every stream stays one stream, and every play ends once', async (t) => {
  const check = fc.property(histories, (history) => {
    const table = new Table()
    const parties = new Map(names.map((name) => [name as string, table.seat(name)]))
    table.prompt('short', tone(400, 90))
    table.prompt('long', tone(400, 900))
    table.prompt('music/default', tone(2000, 1000))
    const scene: Scene = { table, parties, plays: 0, recordings: 0 }
    for (const [act, ms] of history) {
      act(scene)
      table.pass(ms)
    }
    table.pass(2000)
    for (const party of parties.values()) checkStream(party)
    const told = table.facts.flatMap((fact) => (fact.type === 'leg.played' ? [fact.play] : []))
    if (new Set(told).size !== told.length) throw new Error(`told twice: ${told.join(' ')}`)
    for (const name of names) {
      if (table.engine.leg(name as never)?.output.playing !== undefined)
        throw new Error(`${name} hears a prompt that never ends`)
    }
    const bugs = table.facts.filter(
      (fact) => fact.type === 'media.faulted' && fact.reason === 'internal-error',
    )
    if (bugs.length > 0) throw new Error(JSON.stringify(bugs))
  })
  t.doesNotThrow(() => fc.assert(check, { numRuns: 300 }))
})

t.test('a recording is as long as it ran, whatever happens to its parties', async (t) => {
  const check = fc.property(histories, (history) => {
    const table = new Table()
    const parties = new Map(names.map((name) => [name as string, table.seat(name)]))
    table.prompt('music/default', tone(2000, 1000))
    const scene: Scene = { table, parties, plays: 100, recordings: 100 }
    const recording = 'kept' as never
    table.perform({ do: 'record', recording, left: 'anna' as never, right: ['bert' as never] })
    const begin = table.now
    for (const [act, ms] of history) {
      act(scene)
      table.pass(ms)
    }
    const ran = table.now - begin
    table.perform({ do: 'stopRecording', recording })
    const seconds = (table.recordings.get(recording)?.samples.length ?? 0) / 2 / 8
    if (seconds !== ran) throw new Error(`${seconds} ms of ${ran}`)
  })
  t.doesNotThrow(() => fc.assert(check, { numRuns: 200 }))
})

/** Numbers rise by one, or by what the followed party lost; timestamps never go back. */
function checkStream(party: Party): void {
  const { packets } = party
  for (let n = 1; n < packets.length; n++) {
    const [before, now] = [packets[n - 1], packets[n]]
    if (before === undefined || now === undefined) continue
    const step = (now.getSequenceNumber() - before.getSequenceNumber()) & 0xffff
    if (now.getSsrc() !== before.getSsrc()) throw new Error('another SSRC')
    if (step === 0 || step > 30)
      throw new Error(`${party.id}: packet ${n} is ${step} after the one before`)
    const ahead = (now.getTimestamp() - before.getTimestamp()) | 0
    // Where nothing was lost in between, sound begins where the sound before it ended.
    const isKey = [now, before].some((packet) => packet.getPayloadType() === 101)
    const length = step === 1 ? before.getPayload().byteLength : 0
    if (ahead < length && !isKey)
      throw new Error(`${party.id}: packet ${n} is ${ahead} samples after one of ${length}`)
  }
}

function partyOf(parties: ReadonlyMap<string, Party>, name: string): Party {
  const party = parties.get(name)
  if (party === undefined) throw new Error(`nobody is called ${name}`)
  return party
}
