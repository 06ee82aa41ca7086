import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import t from 'tap'
import { checkTenant } from '../../../acd/policy/policy.ts'
import type { Event } from '../../../core/event.ts'
import { type AgentId, type ContactId, named } from '../../../core/names.ts'
import { type Parties, stepParties } from '../../../core/parties.ts'
import { applyTurn } from '../../../server/centre/centre-state.ts'
import { recover } from '../../../server/centre/recover.ts'
import { type ArrivingInput, stepWorld } from '../../../server/centre/world/world.ts'
import { openFileJournal } from '../../../server/journal/file-journal.ts'
import { openJournalReader } from '../../../server/journal/journal-reader.ts'
import { drawLadder } from '../../../tools/ladder/ladder.ts'
import { verifyJournal } from '../../../tools/verify/verify-journal.ts'

/**
 * Written before there were policies, skills and chains: one call was handled, one is being talked, a third rings.
 * Sales rang for 12 s, wrapped up for 7 s and announced each 20 s.
 */
const kept = join(import.meta.dirname, '../journal/former')

const dir = mkdtempSync(join(tmpdir(), 'former-'))
t.teardown(() => rmSync(dir, { recursive: true }))
cpSync(kept, dir, { recursive: true })
// A snapshot of that time cannot be understood.
const snapshot = { seq: 79, state: { version: 1, world: {}, board: {}, timers: [], unacked: [] } }
writeFileSync(join(dir, '000000000079.snapshot'), JSON.stringify(snapshot))

const told: { msg: string }[] = []
const log = pino(
  new Writable({
    write(line: Buffer, _encoding, done) {
      told.push(JSON.parse(line.toString()) as { msg: string })
      done()
    },
  }),
)

t.test('a journal from before policies does not stop a start', async (t) => {
  const journal = openFileJournal({ dir, log })
  const { centre } = await recover(journal, () => undefined, log)
  const { state, seq } = centre.world
  t.equal(seq, 79)
  t.same(
    told.filter(({ msg }) => msg.startsWith('replay failed')),
    [],
  )
  t.same([...state.contacts.keys()], ['c28', 'c64'])
  t.match(centre.board.agents.get(named<AgentId>('1001')), { handledToday: 1 })
  const join: ArrivingInput = {
    type: 'voice.joined',
    id: named('v2'),
    at: Date.UTC(2026, 10, 23, 10),
  }
  applyTurn(centre, stepWorld(centre.world, join))
  t.equal(state.contacts.size, 0, 'with their legs, the calls of that time are over')
  for (const agent of centre.board.agents.values())
    t.notOk(['reserved', 'talking'].includes(agent.state), agent.id)
  await journal.close()
})

t.test('the rules that its queues held are its policy, and make sense today', async (t) => {
  const journal = openFileJournal({ dir, log })
  const { centre } = await recover(journal, () => undefined, log)
  const { tenant } = centre.world.state
  t.match(tenant.policy, {
    version: 'plain',
    queues: [
      { queue: 'sales', ringSeconds: 12, wrapUpSeconds: 7, announce: { everySeconds: 20 } },
      { queue: 'support', ringSeconds: 15 },
      { queue: 'billing' },
    ],
  })
  t.strictNotSame(Object.keys(tenant.queues[0] ?? {}).includes('ringSeconds'), true)
  t.same(
    checkTenant(tenant).map(({ code }) => code),
    ['nobody-serves'],
    'billing was served by nobody then, too',
  )
  await journal.close()
})

t.test('its contacts are explained as others are', async (t) => {
  const stored = await openJournalReader(dir, () => ({ dataDir: dir }))
  const events = []
  for await (const event of stored.read(9)) if (event.seq <= 49) events.push(event)
  for (const language of ['zh', 'en'] as const)
    t.match(drawLadder(events, language), /1001.*longest|空闲最久/s)
  t.match(await verifyJournal(stored), { fault: undefined, unchained: 79 })
  await stored.close()
})

/**
 * Written before events said by which leg somebody talks, and while a timer was a text: phones that all ring, an agent
 * lost and back, consultations, callbacks of both kinds, transfers outside. Two calls are still under way.
 */
const keptLegs = join(import.meta.dirname, '../journal/former-legs')

function openKeptLegs() {
  const copy = mkdtempSync(join(tmpdir(), 'former-legs-'))
  t.teardown(() => rmSync(copy, { recursive: true }))
  cpSync(keptLegs, copy, { recursive: true })
  return openFileJournal({ dir: copy, log })
}

t.test('a journal from before legs were assigned replays without a divergence', async (t) => {
  const journal = openKeptLegs()
  const { centre, divergences, missing } = await recover(journal, () => undefined, log)
  t.equal(divergences, 0)
  t.same(missing, [])
  const { state, seq } = centre.world
  t.equal(seq, 338)
  t.same(
    [...state.contacts.values()].map(({ phase }) => phase),
    ['consulting', 'offered', 'awaitingCallback'],
  )
  t.same(
    new Set(centre.timers.snapshot().map(([timer]) => timer.kind)),
    new Set(['ring', 'wait', 'window']),
  )
  await journal.close()
})

t.test('its events say by which leg each talks, as those of today do', async (t) => {
  const journal = openKeptLegs()
  const events: Event[] = []
  for await (const event of journal.read(0)) events.push(event)
  await journal.close()
  const parties = new Map<ContactId, Parties>()
  for (const event of events)
    if ('contact' in event)
      parties.set(event.contact, stepParties(parties.get(event.contact) ?? [], event))
  const told = [...parties.values()].map((each) =>
    each.map((party) => `${party.leg} ${party.who === 'agent' ? party.agent : party.who}`),
  )
  t.same(told[0], ['in1 caller', 'c16.1 1001', 'c16.3 1002'])
  t.same(told[1], ['in2 caller', 'c71.1 1001', 'c71.3 1001', 'c71.5 outside'])
  t.same(told[3]?.slice(1), [
    ...['c178.4 caller', 'c178.3 1001'],
    ...['c178.5 outside', 'c178.6 outside'],
  ])
  t.notOk(told.flat().some((each) => each.startsWith('unknown')))
})
