import { named, type SkillId } from '../../core/names.ts'
import type { QueueRule, Routed } from '../../core/policy.ts'
import type { FaultPath } from './fault-path.ts'
import { type Finding, finding } from './fault.ts'

/** What the rule asks for and nobody has. */
export function* checkStaff(
  path: FaultPath,
  rule: QueueRule,
  people: readonly Routed[],
): Generator<Finding> {
  const members = people.filter(({ queues }) => queues.includes(rule.queue))
  const tiers = new Set(members.map((person) => tierOf(person, rule)))
  if (members.length > 0) {
    if (rule.tier !== undefined && !tiers.has(rule.tier))
      yield finding([...path, 'tier'], 'nobody-in-tier', rule.tier)
    for (const [index, { tier }] of rule.relax.entries())
      if (tier !== undefined && !tiers.has(tier))
        yield finding([...path, 'relax', index, 'tier'], 'nobody-in-tier', tier)
  }
  const leadsOut = rule.limits.some(({ when }) => when === 'wait')
  if (!leadsOut && !people.some((person) => canEverServe(person, rule)))
    yield finding(path, 'nobody-serves')
}

const tierOf = ({ tiers }: Routed, { queue }: QueueRule): number => tiers?.[queue] ?? 1

/** Once every relaxation is in force. */
function canEverServe(person: Routed, rule: QueueRule): boolean {
  const { queue, relax } = rule
  const lowest =
    rule.tier === undefined ? Infinity : Math.max(rule.tier, ...relax.map(({ tier = 0 }) => tier))
  const isMember = person.queues.includes(queue) && tierOf(person, rule) <= lowest
  const others = relax.flatMap((step) => (step.queue === undefined ? [] : [step.queue]))
  if (!isMember && !others.some((other) => person.queues.includes(other))) return false
  const enough = Math.min(5, ...relax.map(({ enoughLevel = 5 }) => enoughLevel))
  return Object.entries(rule.skills).every(
    ([skill, level]) => levelOf(person, skill) >= Math.min(level, enough),
  )
}

const levelOf = ({ skills }: Routed, skill: string): number => skills?.[named<SkillId>(skill)] ?? 0
