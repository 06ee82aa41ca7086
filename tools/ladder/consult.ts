import { reasonWord } from './reason-words.ts'
import { arrow, both, type Rungs, within } from './rung.ts'

/** The agent asks somebody else for advice, and perhaps leaves the customer to him. */
export const consultRungs: Rungs<
  | 'consult.asked'
  | 'consult.offered'
  | 'consult.refused'
  | 'consult.dialled'
  | 'consult.connected'
  | 'consult.ended'
  | 'contact.handedOver'
> = {
  'consult.asked': ({ by, colleague }) =>
    arrow(by, 'centre', `想咨询 ${colleague}`, `wants to consult ${colleague}`),
  'consult.offered': ({ agent, by }) =>
    arrow('centre', agent, `${by} 请求咨询，已保留`, `is reserved: ${by} consults him`),
  'consult.refused'({ by, colleague, reason }) {
    const why = reasonWord(reason)
    return arrow(
      'centre',
      by,
      `不能咨询 ${colleague}：${why.zh}`,
      `${colleague} cannot be consulted: ${why.en}`,
    )
  },
  'consult.dialled': ({ by, number }) =>
    within(
      `客户听等待音乐，为 ${by} 呼叫 ${number}`,
      `the caller hears music; ${number} is called for ${by}`,
    ),
  'consult.connected': ({ by, agent, number = '' }) =>
    both(
      by,
      agent ?? 'outside',
      `咨询通话 ${number}`.trim(),
      `they talk in private ${number}`.trim(),
    ),
  'consult.ended'({ by, agent, reason }) {
    const why = reasonWord(reason)
    return both(
      by,
      agent ?? 'outside',
      `咨询结束：${why.zh}`,
      `the consultation is over: ${why.en}`,
    )
  },
  'contact.handedOver': ({ agent, from }) =>
    both(
      'caller',
      agent,
      `${from} 交给 ${agent}，开始通话`,
      `they talk: ${from} hands the caller over`,
    ),
}
