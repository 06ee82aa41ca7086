import type { RoutedContact } from '../../acd/router/state.ts'
import { type AgentId } from '../../core/names.ts'
import type { QueueRule, Skills } from '../../core/policy.ts'
import type { Floor } from './floor.ts'

// Who could serve whom, said a second time by looking at everybody: the measure of the router's indexes.

export const isWorkConserving = (floor: Floor): boolean => whatIsIdleBeside(floor) === ''

/** The first pair of an idle agent and a contact that he could serve; empty when there is none. */
export function whatIsIdleBeside(floor: Floor): string {
  const busy = new Set([...floor.held.values()].flat())
  for (const {
    id: agent,
    ready,
    linked,
    coolingDown: spared,
    callbackInProgress: courts,
  } of floor.acd.agents.values()) {
    if (!ready || !linked || spared || busy.has(agent)) continue
    for (const [contact, customer] of floor.acd.contacts) {
      if (!customer.entry) continue
      // One customer is dialled for an agent at a time.
      if (customer.callback && courts !== undefined) continue
      if (couldServe(floor, agent, customer)) return `${agent} is idle beside ${contact}`
    }
  }
  return ''
}

function couldServe({ tenant, now }: Floor, agent: AgentId, customer: RoutedContact): boolean {
  const person = tenant.people.find(({ id }) => id === agent)
  const rule = tenant.policy.queues.find(({ queue }) => queue === customer.queue)
  if (!person || !rule) return false
  if (customer.preferred) return customer.preferred.agent === agent
  return stepsOf(rule, customer, now).some(
    ({ queue, tier, skills }) =>
      person.queues.includes(queue) &&
      (person.tiers?.[queue] ?? 1) <= tier &&
      Object.entries(skills).every(
        ([skill, level]) => (person.skills?.[skill as keyof Skills] ?? 0) >= level,
      ),
  )
}

function stepsOf(rule: QueueRule, customer: RoutedContact, now: number) {
  const waited = (now - customer.joinedAt) / 1000
  const skills: Skills = { ...rule.skills, ...customer.skills }
  let tier = rule.tier ?? 99
  let enough = 5
  const steps = [{ queue: rule.queue, tier, skills }]
  for (const step of rule.relax) {
    if (step.afterSeconds > waited) break
    enough = step.enoughLevel ?? enough
    tier = step.tier ?? (step.queue ? 99 : tier)
    const levels = Object.entries(skills)
      .filter(() => enough > 0)
      .map(([skill, level]) => [skill, Math.min(level, enough)])
    steps.push({
      queue: step.queue ?? rule.queue,
      tier,
      skills: Object.fromEntries(levels) as Skills,
    })
  }
  return steps
}
