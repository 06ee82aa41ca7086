import type { Level, QueueRule, Skills } from '../../core/policy.ts'
import { levelOf, tierIn } from './routed-agent.ts'
import type { RoutedAgent, SkillDemand } from './state.ts'

/** Above every tier. */
const anyTier = 1_000_000

/** What a contact is content with after the relaxations in force: every demand that no wider one covers. */
export function demandsOf(rule: QueueRule, own: Skills, relaxed: number): readonly SkillDemand[] {
  const skills: Skills = { ...rule.skills, ...own }
  let tier = rule.tier ?? anyTier
  let enough: number = 5
  let demands: readonly SkillDemand[] = [{ queue: rule.queue, tier, skills }]
  for (const step of rule.relax.slice(0, relaxed)) {
    enough = step.enoughLevel ?? enough
    tier = step.tier ?? (step.queue === undefined ? tier : anyTier)
    const next = { queue: step.queue ?? rule.queue, tier, skills: capped(skills, enough) }
    demands = [...demands.filter((demand) => !isCoveredBy(demand, next)), next]
  }
  return demands
}

/** Whether every agent who meets `demand` also meets `other`. */
const isCoveredBy = (demand: SkillDemand, other: SkillDemand): boolean =>
  demand.queue === other.queue &&
  demand.tier <= other.tier &&
  pairsOf(other.skills).every(([skill, level]) => (demand.skills[skill] ?? 0) >= level)

/** How well an agent meets one of the demands; undefined when the agent meets none. The earlier ones come first. */
export function fitOf(
  agent: RoutedAgent,
  demands: readonly SkillDemand[],
): { readonly tier: number; readonly fit: number } | undefined {
  for (const [nth, { queue, tier, skills }] of demands.entries()) {
    const own = tierIn(agent, queue)
    if (!agent.profile.queues.includes(queue) || own > tier || !hasLevels(agent, skills)) continue
    return { tier: nth * anyTier + own, fit: sumOfLevels(agent, demands[0]?.skills ?? {}) }
  }
  return undefined
}

/** Names a set of demands. */
export const demandsId = (demands: readonly SkillDemand[]): string =>
  demands
    .map(({ queue, tier, skills }) => {
      const levels = pairsOf(skills).map(([skill, level]) => `${skill}=${level}`)
      return [queue, tier, ...levels.sort()].join(':')
    })
    .join('|')

/** Relaxations that are in force after so many ms of waiting. */
export function relaxedAfter({ relax }: QueueRule, waitedMs: number): number {
  let relaxed = 0
  for (const { afterSeconds } of relax) if (afterSeconds * 1000 <= waitedMs) relaxed++
  return relaxed
}

/** Object.entries loses the keys' type. */
const pairsOf = (skills: Skills) => Object.entries(skills) as [keyof Skills, Level][]

const capped = (skills: Skills, enough: number): Skills =>
  enough === 0
    ? {}
    : Object.fromEntries(
        pairsOf(skills).map(([skill, level]) => [skill, Math.min(level, enough) as Level]),
      )

const hasLevels = (agent: RoutedAgent, skills: Skills): boolean =>
  pairsOf(skills).every(([skill, level]) => levelOf(agent, skill) >= level)

const sumOfLevels = (agent: RoutedAgent, skills: Skills): number =>
  pairsOf(skills).reduce((sum, [skill]) => sum + levelOf(agent, skill), 0)
