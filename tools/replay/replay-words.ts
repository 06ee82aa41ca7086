import type { Language, Text } from '../../core/language.ts'
import { inLanguage, text } from '../bilingual.ts'
import { tellDivergence } from './divergence-words.ts'
import type { ReplayReport } from './replay-stored.ts'

/** What a person reads of a replay. `place`: of the journal. */
export function tellReplay(report: ReplayReport, place: string, language: Language): string {
  const { first, missing } = report
  const lines = [
    text(
      `日志 ${place}，由现在的程序从头重演`,
      `Journal ${place}, replayed by today’s code from its beginning`,
    ),
    ...(first ? ['', tellDivergence(first, language), ''] : [alike]),
    countWords(report),
    ...(missing > 0 ? [unfinishedWords(missing)] : []),
    speedWords(report),
  ]
  return inLanguage(lines, language)
}

const alike = text('推论逐个事件完全一致。', 'It concludes the same, event by event.')

function countWords({ events, inputs, divergences }: ReplayReport): Text {
  const conclusions = events - inputs
  return text(
    `共 ${events} 个事件：${inputs} 个输入，${conclusions} 个推论；有分歧的输入：${divergences}。`,
    `${events} events: ${inputs} inputs and ${conclusions} conclusions. Inputs with a divergence: ${divergences}.`,
  )
}

const unfinishedWords = (missing: number): Text =>
  text(
    `日志止于一步之中：还有 ${missing} 个推论未写入。`,
    `The journal ends within a turn: ${missing} conclusions are not in it yet.`,
  )

function speedWords({ inputs, tookMs }: ReplayReport): Text {
  const perSecond = Math.round((inputs * 1000) / Math.max(tookMs, 1))
  return text(`每秒 ${perSecond} 步。`, `${perSecond} turns per second.`)
}
