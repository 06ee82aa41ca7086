import type { EventOf, Fact, TransferTarget } from '../../core/event.ts'
import type { Text } from '../../core/language.ts'
import type { AgentId } from '../../core/names.ts'
import { text } from '../bilingual.ts'

/** `outside`: a number that the caller was led to. */
export type Lane = 'caller' | 'centre' | 'outside' | AgentId

/** One line of the ladder: an arrow from one lane to another, or a dot where they are the same. */
export type Rung = {
  readonly from: Lane
  readonly to: Lane
  readonly isMutual?: boolean
  readonly text: Text
  /** What stands below it: why it was decided so. */
  readonly more?: readonly Text[]
}

/** The words of some kinds of events; `side`: whose leg the event is about. */
export type Rungs<Type extends Fact['type']> = {
  readonly [Each in Type]: (event: EventOf<Each>, side: Lane) => Rung
}

export const arrow = (from: Lane, to: Lane, zh: string, en: string): Rung => ({
  from,
  to,
  text: text(zh, en),
})

export const within = (zh: string, en: string): Rung => arrow('centre', 'centre', zh, en)

export const both = (one: Lane, other: Lane, zh: string, en: string): Rung => ({
  ...arrow(one, other, zh, en),
  isMutual: true,
})

export const targetOf = (to: TransferTarget): string =>
  'queue' in to ? to.queue : 'agent' in to ? to.agent : to.number

/** `90` is `90 s`, `7200` is `2 h`: as people say it, rounded to a tenth. */
export function durationOf(ms: number): Text {
  const seconds = ms / 1000
  if (seconds < 120) return text(`${brief(seconds)} 秒`, `${brief(seconds)} s`)
  const minutes = seconds / 60
  return minutes < 120
    ? text(`${brief(minutes)} 分钟`, `${brief(minutes)} min`)
    : text(`${brief(minutes / 60)} 小时`, `${brief(minutes / 60)} h`)
}

const brief = (value: number): string => value.toFixed(1).replace(/\.0$/, '')
