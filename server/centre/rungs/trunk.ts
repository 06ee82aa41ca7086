import { text } from '../../text.ts'
import { arrow, type Rungs } from './rung.ts'

/** How parties ask each other to call somebody else. */
export const trunkRungs: Rungs<'leg.referred' | 'leg.transferred'> = {
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
