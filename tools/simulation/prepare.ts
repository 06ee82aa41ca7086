import { statSync } from 'node:fs'
import { checkRouting, readPolicy, readRouting, type Routing } from '../../acd/policy/policy.ts'
import { checkRoster } from '../../acd/policy/roster.ts'
import type { Report } from '../../acd/simulate/figures.ts'
import type { Scenario } from '../../acd/simulate/scenario.ts'
import type { Language } from '../../core/language.ts'
import { plainPolicy } from '../../core/policy.ts'
import type { Tenant } from '../../core/tenant.ts'
import { loadConfig } from '../../server/config/config.ts'
import { StartFault } from '../../server/config/start-fault.ts'
import { openJournalReader } from '../../server/journal/journal-reader.ts'
import { text } from '../bilingual.ts'
import { InputFaults } from './input-faults.ts'
import { readPast } from './past.ts'
import { type Crew, readCrew, shiftsIn } from './read-roster.ts'
import { readScenario } from './read-scenario.ts'

/** What was typed; each is a path. */
type InputFiles = {
  readonly source: string | undefined
  readonly policy: string | undefined
  readonly roster: string | undefined
}

/** All that a simulation needs, and what really happened, if it did. */
export type Prepared = {
  readonly scenario: Scenario
  readonly tenant: Tenant
  readonly really?: Report
}

/** Rejects with StartFault, which names every fault of every file in the reader's language. */
export async function prepare(files: InputFiles, language: Language): Promise<Prepared> {
  const faults = new InputFaults(language)
  const { policy, roster } = files
  const source = await readSource(files, faults, language)
  const routing = policy === undefined ? undefined : readRoutingIn(policy, faults)
  const crew = roster === undefined ? undefined : faults.read(roster, readCrew)?.crew
  faults.refuse()
  if (!source) throw new Error('a scenario that cannot be read has no fault')
  const prepared = withRouting(withCrew(source, crew), routing)
  check(prepared, files, faults)
  faults.refuse()
  return prepared
}

async function readSource(
  { source, roster }: InputFiles,
  faults: InputFaults,
  language: Language,
): Promise<Prepared | undefined> {
  if (source === undefined || !isFile(source)) return past(source, language)
  if (roster === undefined) faults.add(source, needsRoster)
  return imagined(source, faults)
}

function withCrew(prepared: Prepared, crew: Crew | undefined): Prepared {
  if (!crew) return prepared
  const { scenario, tenant } = prepared
  const { people, shifts } = crew
  return {
    ...prepared,
    tenant: { ...tenant, people },
    scenario: { ...scenario, shifts: shifts && shiftsIn(crew, scenario) },
  }
}

/** Without a trial, if the new policy comes without one. */
function withRouting(prepared: Prepared, routing: Routing | undefined): Prepared {
  if (!routing) return prepared
  const { policy, trial } = routing
  return { ...prepared, tenant: { ...prepared.tenant, policy, trial } }
}

/** What was configured in reality has been checked. */
function check(
  { tenant }: Prepared,
  { source, policy, roster }: InputFiles,
  faults: InputFaults,
): void {
  if (roster !== undefined) faults.tell(roster, checkRoster(tenant))
  if (roster ?? policy) faults.tell(policy ?? source, checkRouting(tenant, tenant))
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false

const needsRoster = text('场景需要 --roster 班表文件', 'a scenario needs --roster FILE')

/** Nobody works there yet. */
function imagined(file: string, faults: InputFaults): Prepared | undefined {
  const told = faults.read(file, readScenario)?.told
  if (!told) return undefined
  const { scenario, queues, skills } = told
  const policy = plainPolicy(queues)
  const tenant = { id: 'scenario', hotlines: [], flows: [], people: [], queues, skills, policy }
  return { scenario, tenant }
}

/** A policy by itself, or with a trial as `GET /api/v1/policy` gives it. */
const readRoutingIn = (file: string, faults: InputFaults): Routing | undefined =>
  faults.read<Routing>(file, (data) => {
    if ('policy' in data) return readRouting(data)
    return readPolicy(data)
  })

async function past(place: string | undefined, language: Language): Promise<Prepared> {
  const journal = await openJournalReader(place, loadConfig)
  try {
    const past = await readPast(() => journal.read(0))
    if (!past) throw new StartFault(nothingToLearn(journal.place)[language])
    return past
  } finally {
    await journal.close()
  }
}

const nothingToLearn = (place: string) =>
  text(
    `日志 ${place} 中还没有接通过的来电，无从仿真。`,
    `No contact of the journal ${place} was ever answered: there is nothing to simulate from.`,
  )
