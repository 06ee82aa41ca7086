import { type AgentId, named, type QueueId, type SkillId } from '../core/names.ts'
import {
  type Level,
  plainRule,
  type QueueRule,
  type Skills,
  strategyNames,
} from '../core/policy.ts'
import type { Person, Tenant } from '../core/tenant.ts'

/** Even numbers from 0 to 1 that are the same in every run (a linear congruential generator, Numerical Recipes). */
export function lot(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

export type FloorSize = {
  readonly agents: number
  readonly skills: number
  readonly queues: number
}

const skillsOfQueue = 8
const queuesOfAgent = 3

/** What a contact of a queue may ask for: nothing more, one skill, or two. */
export function requirementsOf(queue: number, { skills }: FloorSize): readonly Skills[] {
  const skill = (nth: number): SkillId => skillId((queue * skillsOfQueue + nth) % skills)
  return [
    {},
    {},
    { [skill(0)]: 3 },
    { [skill(1)]: 2 },
    { [skill(2)]: 4 },
    { [skill(3)]: 2, [skill(4)]: 2 },
  ]
}

export const queueId = (n: number): QueueId => named(`q${n}`)
export const agentId = (n: number): AgentId => named(`a${n}`)
const skillId = (n: number): SkillId => named(`s${n}`)

/** A big centre: agents in three queues each with skills of those queues, every strategy, relaxation in two steps. */
export function floorOf(size: FloorSize): Tenant {
  const draw = lot(7)
  const below = (most: number) => Math.floor(draw() * most)
  const rules = Array.from({ length: size.queues }, (_, n) => ruleOf(n))
  const people = Array.from({ length: size.agents }, (_, n) => agentOf(n, size, below))
  return {
    id: 'floor',
    hotlines: [],
    flows: [],
    skills: [],
    people,
    queues: rules.map(({ queue }) => ({
      id: queue,
      name: { zh: queue, en: queue },
      serviceLevelSeconds: 20,
      music: named('music/default'),
      dispositions: [],
    })),
    policy: {
      version: 'floor',
      queues: rules,
      agents: {
        occupancyCap: { share: 0.97, windowSeconds: 1800 },
        missesToNotReady: 3,
        restSeconds: { rejected: 5, noAnswer: 10, unreachable: 10 },
      },
    },
  }
}

const ruleOf = (n: number): QueueRule => ({
  ...plainRule(queueId(n)),
  strategy: strategyNames[n % strategyNames.length] ?? 'longest-idle',
  weight: 1 + (n % 3),
  tier: 1,
  relax: [
    { afterSeconds: 20, enoughLevel: 2 },
    { afterSeconds: 60, enoughLevel: 0, tier: 2 },
  ],
  announce: { everySeconds: 120, position: true, wait: true, roundToSeconds: 60 },
  preferredSeconds: n % 4 === 0 ? 10 : 0,
})

function agentOf(
  n: number,
  { skills, queues }: FloorSize,
  below: (most: number) => number,
): Person {
  const own = Array.from({ length: queuesOfAgent }, () => below(queues))
  const levels: Record<SkillId, Level> = {}
  for (const queue of own)
    for (let nth = 0; nth < 3; nth++)
      levels[skillId((queue * skillsOfQueue + below(5)) % skills)] = (1 + below(5)) as Level
  return {
    id: agentId(n),
    name: `Agent ${n}`,
    role: 'agent',
    phone: 'sip:agent@desk',
    queues: [...new Set(own)].map(queueId),
    tiers: Object.fromEntries(own.map((queue) => [queueId(queue), 1 + below(2)])),
    skills: levels,
    weight: 1 + below(4),
  }
}
