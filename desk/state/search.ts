import type { Language } from '../../core/language.ts'
import type { AgentView, QueueView } from '../../cti/protocol.ts'

const fits = (query: string, ...texts: readonly string[]) => {
  const messages = query.toLowerCase().split(/\s+/)
  const all = texts.join(' ').toLowerCase()
  return messages.every((word) => all.includes(word))
}

/** Other agents by name or number, in the order given. */
export const findColleagues = (agents: readonly AgentView[], me: string, query: string) =>
  agents.filter(
    (agent) => agent.id !== me && agent.role === 'agent' && fits(query, agent.name, agent.id),
  )

export const findQueues = (queues: readonly QueueView[], language: Language, query: string) =>
  queues.filter((queue) => fits(query, queue.name[language], queue.id))

/** A number as the records have it, from one that was typed or pasted with its spaces and dashes. */
export function numberSought(typed: string): string {
  const said = typed.trim()
  return /^[+(\d]/.test(said) ? said.replace(/[\s()-]/g, '') : said
}
