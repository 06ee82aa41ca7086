import type { Text } from '../../core/language.ts'
import type { AgentId } from '../../core/names.ts'
import type { PassedAgent, PassedContact } from '../../core/offer-reason.ts'
import { text } from '../bilingual.ts'

/** `1003 busy; 1004 lacks a skill`; undefined for nobody. */
export const passedAgents = (passed: readonly PassedAgent[]): Text | undefined =>
  listOf(
    passed.map(({ agent, why }) =>
      text(`${agent} ${agentWords[why].zh}`, `${agent} ${agentWords[why].en}`),
    ),
  )

/** `c17 needs a skill that 1001 lacks`; undefined for none. */
export const passedContacts = (
  passed: readonly PassedContact[],
  agent: AgentId,
): Text | undefined =>
  listOf(
    passed.map(({ contact, why }) => {
      const words = contactWords[why](agent)
      return text(`${contact} ${words.zh}`, `${contact} ${words.en}`)
    }),
  )

const listOf = (words: readonly Text[]): Text | undefined =>
  words.length === 0
    ? undefined
    : text(words.map(({ zh }) => zh).join('；'), words.map(({ en }) => en).join('; '))

const agentWords: Readonly<Record<PassedAgent['why'], Text>> = {
  'later-in-order': text('次序在后', 'is later in order'),
  'lower-tier': text('梯队在后', 'is of a lower tier'),
  'lacks-skill': text('技能不够', 'lacks a skill'),
  busy: text('正忙', 'busy'),
  'not-ready': text('未就绪', 'not ready'),
  away: text('不在线', 'away'),
  'over-cap': text('占用率超过上限', 'is over the occupancy cap'),
  'after-miss': text('漏接后稍歇', 'rests after a miss'),
}

const contactWords: Readonly<Record<PassedContact['why'], (agent: AgentId) => Text>> = {
  younger: () => text('来得更晚', 'has waited less'),
  'fewer-points': () => text('分数较低', 'has fewer points'),
  'lacks-skill': (agent) =>
    text(
      `虽应在先，但 ${agent} 缺少所需技能`,
      `is due before, but needs a skill that ${agent} lacks`,
    ),
}
