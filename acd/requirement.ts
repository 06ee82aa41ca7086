import type { QueueId } from '../core/names.ts'
import type { Level, QueueRule, Skills } from '../core/policy.ts'
import { levelOf, tierIn } from './server.ts'
import type { Server } from './state.ts'

/** Members of a queue up to a tier, with at least these levels. */
export type Demand = { readonly queue: QueueId; readonly tier: number; readonly skills: Skills }

/** What a contact asks for at first, and what it is content with after each relaxation in force. */
export function demandsOf(rule: QueueRule, own: Skills, relaxed: number): readonly Demand[] {
  const skills: Skills = { ...rule.skills, ...own }
  let tier = rule.tier ?? Infinity
  let enough: number = 5
  const demands: Demand[] = [{ queue: rule.queue, tier, skills }]
  for (const step of rule.relax.slice(0, relaxed)) {
    enough = step.enoughLevel ?? enough
    tier = step.tier ?? (step.queue === undefined ? tier : Infinity)
    demands.push({ queue: step.queue ?? rule.queue, tier, skills: capped(skills, enough) })
  }
  return demands
}

/** How well an agent meets one of the demands; undefined when he meets none. */
export function fitOf(
  server: Server,
  demands: readonly Demand[],
): { readonly tier: number; readonly fit: number } | undefined {
  for (const [step, { queue, tier, skills }] of demands.entries()) {
    const own = tierIn(server, queue)
    if (!server.routed.queues.includes(queue) || own > tier || !hasLevels(server, skills)) continue
    return { tier: step * 1000 + own, fit: sumOfLevels(server, demands[0]?.skills ?? {}) }
  }
  return undefined
}

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

const hasLevels = (server: Server, skills: Skills): boolean =>
  pairsOf(skills).every(([skill, level]) => levelOf(server, skill) >= level)

const sumOfLevels = (server: Server, skills: Skills): number =>
  pairsOf(skills).reduce((sum, [skill]) => sum + levelOf(server, skill), 0)
