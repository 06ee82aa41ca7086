import type { EventOf } from '../../core/event.ts'
import type { Text } from '../../core/language.ts'
import { timerKey } from '../../core/timer.ts'
import { text } from '../bilingual.ts'
import { outcomeWord, reasonWord } from './reason-words.ts'
import { arrow, both, type Rung, type Rungs, within } from './rung.ts'

/** A call and its way through the flow. */
export const callRungs: Rungs<
  | 'leg.arrived'
  | 'leg.assigned'
  | 'leg.ringing'
  | 'leg.answered'
  | 'leg.digit'
  | 'leg.played'
  | 'leg.ended'
  | 'timer.fired'
  | 'contact.opened'
  | 'contact.refused'
  | 'contact.answered'
  | 'contact.entered'
  | 'contact.pressed'
  | 'contact.switchedLanguage'
  | 'contact.leftFlow'
  | 'contact.ended'
> = {
  'leg.arrived': ({ number, via }) =>
    arrow('caller', 'centre', `拨打 ${number}（${via}）`, `calls ${number} (${via})`),
  'leg.assigned': ({ leg }, side) =>
    arrow('centre', side, `呼叫（呼叫腿 ${leg}）`, `is called (leg ${leg})`),
  'leg.ringing': ({ sounds }, side) =>
    sounds
      ? arrow(side, 'centre', '送来早期媒体', 'sends early media')
      : arrow(side, 'centre', '振铃', 'rings'),
  'leg.answered': (_, side) => arrow(side, 'centre', '接通', 'answers'),
  'leg.digit': ({ digit }, side) => arrow(side, 'centre', `按键 ${digit}`, `presses ${digit}`),
  'leg.played': ({ play }, side) =>
    arrow('centre', side, `提示音播完（${play}）`, `the prompt has been played (${play})`),
  'leg.ended'({ reason }, side) {
    const why = reasonWord(reason)
    return arrow(side, 'centre', `线路结束：${why.zh}`, `the line ends: ${why.en}`)
  },
  'timer.fired': ({ timer }) =>
    within(`定时器到时：${timerKey(timer)}`, `the timer ${timerKey(timer)} has run out`),
  'contact.opened': opened,
  'contact.refused'({ reason }) {
    const why = reasonWord(reason)
    return arrow('centre', 'caller', `拒绝来电：${why.zh}`, `the call is refused: ${why.en}`)
  },
  'contact.answered': () => both('caller', 'centre', '已应答', 'answered'),
  'contact.entered': ({ node, label }) =>
    within(`流程节点 ${node}：${label.zh}`, `flow node ${node}: ${label.en}`),
  'contact.pressed': ({ node, digits }) =>
    within(`在 ${node} 收到 ${digits}`, `${digits} was chosen at ${node}`),
  'contact.switchedLanguage': ({ language }) =>
    within(`语言改为 ${language}`, `the language is now ${language}`),
  'contact.leftFlow'(event) {
    const [end, why] = [outcomeWord(event.outcome), reasonWord(event.reason)]
    return within(`流程结束：${end.zh}，${why.zh}`, `the flow is over: ${end.en}, ${why.en}`)
  },
  'contact.ended'(event) {
    const [end, why] = [outcomeWord(event.outcome), reasonWord(event.reason)]
    return within(`联络结束：${end.zh}，${why.zh}`, `the contact is over: ${end.en}, ${why.en}`)
  },
}

function opened(event: EventOf<'contact.opened'>): Rung {
  const { contact, flow, language, policy, trunk, anonymous, diversions = [] } = event
  const more: readonly Text[] = [
    ...(trunk === undefined ? [] : [text(`经中继 ${trunk}`, `came by the trunk ${trunk}`)]),
    ...(anonymous ? [text('要求隐藏号码', 'wants the number hidden')] : []),
    ...diversions.map(({ number, reason = '' }) =>
      text(`先由 ${number} 转来 ${reason}`.trim(), `was diverted by ${number} ${reason}`.trim()),
    ),
  ]
  const rung = within(
    `成为 ${contact}，进入流程 ${flow}（${language}），按策略 ${policy} 服务`,
    `becomes ${contact} in the flow ${flow} (${language}), served by the policy ${policy}`,
  )
  return more.length === 0 ? rung : { ...rung, more }
}
