import type { RoutedContact } from '../../acd/router/state.ts'
import { type AgentId } from '../../core/names.ts'
import type { QueueRule, Skills } from '../../core/policy.ts'
import type { Floor } from './floor.ts'

// Who could serve whom, said a second time by looking at everybody: the measure of the router's indexes.

export const isWorkConserving = (floor: Floor): boolean => whatIsIdleBeside(floor) === ''

/** The first pair of an idle agent and a contact that he could serve; empty when there is none. */
export function whatIsIdleBeside(floor: Floor): string {
  const busy = new Set([...floor.held.values()].flat())
  for (const agent of floor.acd.agents.values()) {
    if (!agent.ready || !agent.linked || agent.coolingDown || busy.has(agent.id)) continue
    for (const [id, contact] of floor.acd.contacts) {
      if (!contact.entry) continue
      // One customer is dialled for an agent at a time.
      if (contact.callback && agent.callbackInProgress !== undefined) continue
      if (couldServe(floor, agent.id, contact)) return `${agent.id} is idle beside ${id}`
    }
  }
  return ''
}

function couldServe({ tenant, now }: Floor, agent: AgentId, contact: RoutedContact): boolean {
  const person = tenant.people.find(({ id }) => id === agent)
  const rule = tenant.policy.queues.find(({ queue }) => queue === contact.queue)
  if (!person || !rule) return false
  if (contact.preferred) return contact.preferred.agent === agent
  return stepsOf(rule, contact, now).some(
    ({ queue, tier, skills }) =>
      person.queues.includes(queue) &&
      (person.tiers?.[queue] ?? 1) <= tier &&
      Object.entries(skills).every(
        ([skill, level]) => (person.skills?.[skill as keyof Skills] ?? 0) >= level,
      ),
  )
}

function stepsOf(rule: QueueRule, contact: RoutedContact, now: number) {
  const waited = (now - contact.joinedAt) / 1000
  const skills: Skills = { ...rule.skills, ...contact.skills }
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
