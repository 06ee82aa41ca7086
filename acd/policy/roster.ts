import type { Channel } from '../../core/policy.ts'
import type { Person } from '../../core/tenant.ts'
import type { FaultPath } from './fault-path.ts'
import { type ConfigFault, describeFaults, type Finding, finding } from './fault.ts'
import { checkSkills, inContacts, inShare, inTier, inWeight } from './ranges.ts'
import { readShape } from './read-shape.ts'
import { type KnownIds, knownIn, type RoutingDirectory } from './routing-directory.ts'
import { rosterSchema } from './schema.ts'

type RosterReading =
  | { readonly ok: true; readonly people: readonly Person[] }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] }

/**
 * Reads `{people: [{id, queues, skills, tiers …}]}` from untrusted data: its shape, every fault at once. Who has no
 * name is called by the id; who has no role is an agent. `checkRoster` says whether it makes sense.
 */
export function readRoster(data: unknown): RosterReading {
  const reading = readShape<{ people: readonly PersonDraft[] }>(rosterSchema, data)
  if (!reading.ok) return reading
  return { ok: true, people: reading.value.people.map(completed) }
}

type PersonDraft = Omit<Person, 'name' | 'role'> & Partial<Person>

const completed = (person: PersonDraft): Person => ({ name: person.id, role: 'agent', ...person })

/** What is wrong with people who read well, as far as routing knows them; paths begin with `people`. */
export function checkRoster(house: RoutingDirectory): readonly ConfigFault[] {
  return describeFaults(house, findInRoster(house))
}

function* findInRoster(house: RoutingDirectory): Generator<Finding> {
  const known = knownIn(house)
  const ids = new Set<string>()
  for (const [index, person] of house.people.entries()) {
    const path = ['people', index]
    if (ids.has(person.id)) yield finding([...path, 'id'], 'given-twice', person.id)
    ids.add(person.id)
    yield* checkMembership(path, person, known)
    yield* checkSkills([...path, 'skills'], person.skills ?? {}, known.skills)
    yield* checkMeans(path, person)
  }
}

/** Queues that there are, each once; tiers of those only. */
function* checkMembership(path: FaultPath, person: Person, known: KnownIds): Generator<Finding> {
  const { queues, tiers = {} } = person
  for (const [index, queue] of queues.entries()) {
    const place = [...path, 'queues', index]
    if (!known.queues.has(queue)) yield finding(place, 'unknown-queue', queue)
    if (queues.indexOf(queue) < index) yield finding(place, 'given-twice', queue)
  }
  for (const [queue, tier] of Object.entries(tiers)) {
    const place = [...path, 'tiers', queue]
    if (!known.queues.has(queue)) yield finding(place, 'unknown-queue', queue)
    yield* inTier(place, tier)
  }
}

function* checkMeans(path: FaultPath, person: Person): Generator<Finding> {
  const { weight, capacity, occupancyCap, ownCustomers = [] } = person
  if (weight !== undefined) yield* inWeight([...path, 'weight'], weight)
  if (occupancyCap !== undefined) yield* inShare([...path, 'occupancyCap'], occupancyCap)
  for (const channel of ['voice', 'chat'] satisfies Channel[])
    if (capacity) yield* inContacts([...path, 'capacity', channel], capacity.most[channel])
  for (const [index, number] of ownCustomers.entries()) {
    const place = [...path, 'ownCustomers', index]
    if (number === '') yield finding(place, 'empty')
    if (ownCustomers.indexOf(number) < index) yield finding(place, 'given-twice', number)
  }
}
