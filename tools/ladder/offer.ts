import type { EventOf } from '../../core/event.ts'
import type { Text } from '../../core/language.ts'
import type { OfferReason } from '../../core/offer-reason.ts'
import { text } from '../bilingual.ts'
import { passedAgents, passedContacts } from './passed.ts'
import { reasonWord } from './reason-words.ts'
import { arrow, durationOf, type Rung, type Rungs } from './rung.ts'

/** Who got the contact, and why; what came of it. */
export const offerRungs: Rungs<
  'contact.offered' | 'agent.missed' | 'agent.spared' | 'agent.released'
> = {
  'contact.offered': offered,
  'agent.missed'({ agent, reason }) {
    const why = reasonWord(reason)
    return arrow(agent, 'centre', `未接：${why.zh}`, `missed: ${why.en}`)
  },
  'agent.spared'({ agent, why, until, at }) {
    const [pause, because] = [durationOf(until - at), spareWords[why]]
    return arrow(
      'centre',
      agent,
      `${pause.zh}内不再分配：${because.zh}`,
      `is left alone for ${pause.en}: ${because.en}`,
    )
  },
  'agent.released': ({ agent, why }) =>
    why === 'talked'
      ? arrow('centre', agent, '通话结束，开始话后处理', 'the talk is over; wrap-up begins')
      : arrow('centre', agent, '未接通即释放', 'is free again without having talked'),
}

/** The decision, with everything that it was made of. */
function offered({ agent, queue, reason }: EventOf<'contact.offered'>): Rung {
  const { able, idle } = reason
  const [rule, rested] = [ruleWords[reason.rule], durationOf(reason.idleMs)]
  const agents = passedAgents(reason.passedAgents)
  const contacts = passedContacts(reason.passedContacts, agent)
  return {
    ...arrow(
      'centre',
      agent,
      `分配给 ${agent}（${queue}）：${rule.zh}，已空闲 ${rested.zh}；${able} 名坐席可接，其中 ${idle} 名空闲`,
      `offered to ${agent} (${queue}): ${rule.en}, idle ${rested.en}; ${able} agents could serve, ${idle} of them idle`,
    ),
    more: [
      circumstances(reason),
      ...(agents ? [text(`未选：${agents.zh}`, `passed over: ${agents.en}`)] : []),
      ...(contacts ? [text(`继续等候：${contacts.zh}`, `waiting on: ${contacts.en}`)] : []),
    ],
  }
}

function circumstances(reason: OfferReason): Text {
  const { found, waitedMs, waiting, points, relaxed, policy } = reason
  const waited = durationOf(waitedMs)
  const zh = [
    found === 'agent' ? '来电者找到空闲坐席' : '坐席空闲后取最该接的来电',
    `已等候 ${waited.zh}，共 ${waiting} 人等候`,
    `得分 ${points}`,
    ...(relaxed > 0 ? [`要求已放宽 ${relaxed} 步`] : []),
    `策略 ${policy}`,
  ]
  const en = [
    found === 'agent'
      ? 'the caller found an idle agent'
      : 'the agent was free and took who was due',
    `waited ${waited.en}, ${waiting} waiting`,
    `points ${points}`,
    ...(relaxed > 0 ? [`asks for less by now (step ${relaxed})`] : []),
    `policy ${policy}`,
  ]
  return text(zh.join('；'), en.join('; '))
}

const ruleWords: Readonly<Record<OfferReason['rule'], Text>> = {
  'longest-idle': text('空闲最久', 'idle longest'),
  'least-handled': text('接听最少', 'least handled'),
  'least-occupied': text('占用率最低', 'least occupied'),
  'best-skill': text('技能最合', 'best skill'),
  'weighted-random': text('加权随机', 'weighted random'),
  'round-robin': text('依次轮流', 'in turn'),
  'top-down': text('按名单顺序', 'first of the list'),
  'ring-all': text('同时振铃', 'all ring'),
  'own-agent': text('专属坐席', 'the customer’s own agent'),
  'last-agent': text('上次接待的坐席', 'who served this customer last'),
  'asked-for': text('指定坐席', 'asked for'),
}

const spareWords: Readonly<Record<EventOf<'agent.spared'>['why'], Text>> = {
  'over-cap': text('占用率超过上限', 'busier than the cap'),
  'after-miss': text('刚漏接来电', 'just missed a call'),
}
