import type { EventOf, PassedTrunk } from '../../core/event.ts'
import type { Text } from '../../core/language.ts'
import { text } from '../bilingual.ts'
import { reasonWord } from './reason-words.ts'
import { arrow, type Rung, type Rungs, within } from './rung.ts'

/** Calls outside, and how parties ask each other to call somebody else. */
export const trunkRungs: Rungs<
  'leg.referred' | 'leg.transferred' | 'outbound.requested' | 'outbound.routed' | 'outbound.refused'
> = {
  'outbound.requested': ({ number, why, by }) =>
    within(
      `呼叫外线 ${number}：${whyWords[why].zh}${by === undefined ? '' : `（${by}）`}`,
      `calls ${number}: ${whyWords[why].en}${by === undefined ? '' : ` (${by})`}`,
    ),
  'outbound.routed': placed,
  'outbound.refused': ({ number, reason, passed }) => {
    const why = reasonWord(reason)
    const rung = within(`外线 ${number} 未呼出：${why.zh}`, `${number} is not called: ${why.en}`)
    return withPassed(rung, passed)
  },
  'leg.referred': ({ replaces }, side) => {
    const rung = arrow(side, 'centre', '请求转到他处', 'asks to be led elsewhere')
    return replaces === undefined
      ? rung
      : { ...rung, more: [text(`代替呼叫腿 ${replaces}`, `in the place of leg ${replaces}`)] }
  },
  'leg.transferred': ({ status }, side) =>
    status < 300
      ? arrow(side, 'centre', '已由对方网络转走', 'was led away by its own network')
      : arrow(side, 'centre', `对方网络未能转走：${status}`, `was not led away: ${status}`),
}

function placed({ number, trunk, how, perMinute, passed }: EventOf<'outbound.routed'>): Rung {
  const [zh, en] =
    perMinute === undefined ? ['', ''] : [`，每分钟 ${perMinute}`, `, ${perMinute} a minute`]
  const rung =
    how === 'ring'
      ? arrow(
          'centre',
          'outside',
          `经中继 ${trunk} 呼叫 ${number}${zh}`,
          `calls ${number} by ${trunk}${en}`,
        )
      : arrow(
          'centre',
          'caller',
          `请中继 ${trunk} 将来电转到 ${number}${zh}`,
          `asks ${trunk} to lead the caller to ${number}${en}`,
        )
  return withPassed(rung, passed)
}

/** Why not by the others. */
function withPassed(rung: Rung, passed: readonly PassedTrunk[]): Rung {
  if (passed.length === 0) return rung
  const words = passed.map(({ trunk, reason }) => {
    const why = reason === 'off' ? text('已停用', 'switched off') : reasonWord(reason)
    return text(`${trunk} ${why.zh}`, `${trunk} ${why.en}`)
  })
  const list = (language: keyof Text, mark: string) =>
    words.map((each) => each[language]).join(mark)
  return {
    ...rung,
    more: [text(`未用：${list('zh', '；')}`, `passed over: ${list('en', '; ')}`)],
  }
}

const whyWords: Readonly<Record<EventOf<'outbound.requested'>['why'], Text>> = {
  divert: text('按策略转出', 'led outside by the policy'),
  transfer: text('坐席转接', 'transferred by the agent'),
  consult: text('坐席咨询', 'consulted by the agent'),
  callback: text('回呼客户', 'the customer is called back'),
}
