import { reasonWord } from './reason-words.ts'
import { arrow, durationOf, type Rungs, within } from './rung.ts'

/** Being called back instead of waiting. */
export const callbackRungs: Rungs<
  | 'callback.asked'
  | 'callback.booked'
  | 'callback.merged'
  | 'callback.due'
  | 'callback.dialled'
  | 'callback.missed'
  | 'callback.cancelled'
> = {
  'callback.asked': ({ number }) =>
    arrow('caller', 'centre', `请回呼 ${number}`, `wants to be called back at ${number}`),
  'callback.booked'({ at, until }) {
    const span = durationOf(until - at)
    return within(
      `已登记回呼，保留位次，${span.zh}内有效`,
      `the callback is booked for up to ${span.en}; the place in the queue is kept`,
    )
  },
  'callback.merged': ({ into }) =>
    within(
      `同一号码已有回呼 ${into}，并入其中`,
      `is one with ${into}, which the same number booked`,
    ),
  'callback.due': ({ agent }) =>
    within(`轮到回呼：${agent} 空闲`, `its turn has come: ${agent} is free`),
  'callback.dialled': ({ attempt }) =>
    arrow('centre', 'caller', `拨打客户，第 ${attempt} 次`, `is dialled, attempt ${attempt}`),
  'callback.missed'({ at, reason, retryAt }) {
    const why = reasonWord(reason)
    const pause = retryAt === undefined ? undefined : durationOf(retryAt - at)
    return arrow(
      'caller',
      'centre',
      `客户未接：${why.zh}；${pause ? `${pause.zh}后再拨` : '不再拨打'}`,
      `did not answer: ${why.en}; ${pause ? `dialled again in ${pause.en}` : 'not dialled again'}`,
    )
  },
  'callback.cancelled': ({ by }) => within(`${by} 取消回呼`, `${by} cancels the callback`),
}
