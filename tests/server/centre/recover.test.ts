import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import type { Event } from '../../../core/event.ts'
import { type AgentId, named, type QueueId } from '../../../core/names.ts'
import {
  applyTurn,
  createCentreState,
  envelop,
  type CentreState,
} from '../../../server/centre/centre-state.ts'
import { recover } from '../../../server/centre/recover.ts'
import { type ArrivingInput, stepWorld } from '../../../server/centre/world/world.ts'
import { openFileJournal } from '../../../server/journal/file-journal.ts'
import type { Journal } from '../../../server/journal/journal.ts'
import { Stage } from '../../../testkit/calls/stage.ts'

const log = pino({ level: 'silent' })
const never = () => undefined

/** One thing that happens in a small centre. */
const act = fc.oneof(
  fc.constant((stage: Stage) => void stage.caller().waitsForSales()),
  fc.constant((stage: Stage) => void stage.caller().dials()),
  fc.constant((stage: Stage) => stage.caller().waitsForSales().hangsUp()),
  fc.nat(2).map((n) => (stage: Stage) => void agentOf(stage, n).answersAfter(2).isReady()),
  fc.nat(2).map((n) => (stage: Stage) => void agentOf(stage, n).ignores().isReady()),
  fc.nat(2).map((n) => (stage: Stage) => agentOf(stage, n).hangsUp()),
  fc.nat(2).map((n) => (stage: Stage) => agentOf(stage, n).vanishes()),
  fc.nat(2).map((n) => (stage: Stage) => void agentOf(stage, n).asks({ ask: 'logOff' })),
  fc.nat(30).map((seconds) => (stage: Stage) => stage.passes(seconds)),
)
const acts = fc.array(act, { minLength: 3, maxLength: 25, size: 'max' })

const agentOf = (stage: Stage, n: number) => stage.agent(`100${n + 1}`)

/** The inputs of a history, as they came. */
function inputsOf(history: readonly ((stage: Stage) => void)[]): ArrivingInput[] {
  const stage = new Stage()
  for (const act of history) act(stage)
  return stage.events
    .filter(({ cause }) => cause === undefined)
    .map(({ seq: _, ...input }) => input as ArrivingInput)
}

/** Lives through the inputs, as a centre does; looks in after each. */
function live(
  inputs: readonly ArrivingInput[],
  after: (centre: CentreState, events: readonly Event[]) => void,
) {
  const centre = createCentreState(never)
  for (const input of inputs) {
    const turn = stepWorld(centre.world, input)
    applyTurn(centre, turn)
    after(centre, turn.events)
  }
  return centre
}

const plain = (centre: CentreState): unknown => JSON.parse(JSON.stringify(envelop(centre, [])))

function newDir(t: Test): string {
  const dir = mkdtempSync(join(tmpdir(), 'recover-'))
  t.teardown(() => rmSync(dir, { recursive: true }))
  return dir
}

t.test('from any snapshot and the tail, it stands as it stood', async (t) => {
  const dir = newDir(t)
  let runs = 0
  const property = fc.asyncProperty(acts, fc.nat(), async (history, place) => {
    const inputs = inputsOf(history)
    const journal = openFileJournal({ dir: join(dir, String(++runs)), log })
    let turns = 0
    let saved = Promise.resolve()
    const lived = live(inputs, (centre, events) => {
      journal.append(events)
      if (turns++ === place % inputs.length) saved = journal.saveSnapshot(envelop(centre, []))
    })
    await saved
    const whole = await recover(withoutSnapshot(journal), never, log)
    const tail = await recover(journal, never, log)
    t.same(plain(whole.centre), plain(lived))
    t.same(plain(tail.centre), plain(lived))
    t.same([tail.divergences, tail.missing, whole.divergences, whole.missing], [0, [], 0, []])
    await journal.close()
  })
  await fc.assert(property, { numRuns: 40 })
})

t.test('conclusions that a kill kept from the journal are found again', async (t) => {
  const dir = newDir(t)
  let runs = 0
  const property = fc.asyncProperty(acts, fc.nat(), async (history, cut) => {
    const journal = openFileJournal({ dir: join(dir, String(++runs)), log })
    let last: readonly Event[] = []
    const before: Event[] = []
    const lived = live(inputsOf(history), (_, events) => {
      before.push(...last)
      last = events
    })
    const kept = 1 + (cut % last.length)
    journal.append([...before, ...last.slice(0, kept)])
    const { centre, missing, divergences } = await recover(journal, never, log)
    t.same(missing, last.slice(kept))
    t.same([plain(centre), divergences], [plain(lived), 0])
    await journal.close()
  })
  await fc.assert(property, { numRuns: 20 })
})

t.test('the effects of the tail are given again, with the numbers that they had', async (t) => {
  const journal = openFileJournal({ dir: newDir(t), log })
  const numbers: number[] = []
  const centre = createCentreState(never)
  for (const input of inputsOf([(stage) => void stage.caller().waitsForSales()])) {
    const turn = stepWorld(centre.world, input)
    applyTurn(centre, turn)
    journal.append(turn.events)
    numbers.push(...turn.voice.map(({ n }) => n))
  }
  const { unacked } = await recover(journal, never, log)
  t.same(
    unacked.map(({ n }) => n),
    numbers,
  )
  await journal.close()
})

t.test(
  'a journal that says something else is a divergence, and its places stay true',
  async (t) => {
    const journal = openFileJournal({ dir: newDir(t), log })
    const stage = new Stage()
    stage.caller().waitsForSales()
    const forged = stage.events.map((event) =>
      event.type === 'contact.queued' ? { ...event, queue: named<QueueId>('billing') } : event,
    )
    journal.append(forged)
    const { centre, divergences, missing } = await recover(journal, never, log)
    t.equal(divergences, 1)
    t.same(missing, [])
    t.equal(centre.world.seq, forged.length)
    t.ok(centre.world.lastEffect > 1_000_000, 'no new order bears a number that voice has seen')
    await journal.close()
  },
)

t.test('an input of the journal on which the reducers fail now is left out', async (t) => {
  const journal = openFileJournal({ dir: newDir(t), log })
  const stage = new Stage()
  stage.agent('1001').isReady()
  const poison = { type: 'agent.asked', agent: '1001', ask: null, at: stage.now }
  const seq = stage.events.length + 1
  journal.append([...stage.events, { ...poison, seq } as never])
  const { centre } = await recover(journal, never, log)
  t.equal(centre.world.seq, seq)
  t.equal(centre.board.agents.get(named<AgentId>('1001'))?.state, 'ready')
  await journal.close()
})

t.test('a snapshot of another version gives way to the whole stream', async (t) => {
  const journal = openFileJournal({ dir: newDir(t), log })
  const lived = live(inputsOf([(stage) => void stage.caller().dials()]), (_, events) => {
    journal.append(events)
  })
  await journal.saveSnapshot({ seq: lived.world.seq, state: { version: 0 } })
  const { centre } = await recover(journal, never, log)
  t.same(plain(centre), plain(lived))
  await journal.close()
})

function withoutSnapshot(journal: Journal): Journal {
  const { name, lastSeq, head } = journal
  return {
    name,
    lastSeq,
    head,
    append: (events) => journal.append(events),
    read: (afterSeq) => journal.read(afterSeq),
    saveSnapshot: (snapshot) => journal.saveSnapshot(snapshot),
    loadSnapshot: () => Promise.resolve(undefined),
    close: () => journal.close(),
  }
}
