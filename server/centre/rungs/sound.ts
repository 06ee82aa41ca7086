import { gradeOf, type QualityGrade } from '../../../core/leg-quality.ts'
import type { Text } from '../../../core/tenant.ts'
import { text } from '../../text.ts'
import { arrow, type Rungs, within } from './rung.ts'
import { slugWord } from './slug-words.ts'

const grades: Readonly<Record<QualityGrade, Text>> = {
  good: text('良好', 'good'),
  fair: text('一般', 'fair'),
  poor: text('较差', 'poor'),
  bad: text('很差', 'bad'),
}

const recognized = {
  person: text('真人', 'a person'),
  machine: text('应答机', 'a machine'),
  unknown: text('无法判断', 'nobody can tell who'),
} as const

/** How the sound was, and what went wrong with it. */
export const soundRungs: Rungs<
  | ('leg.measured' | 'leg.mediaLost' | 'leg.recognized' | 'media.faulted')
  | ('recording.paused' | 'recording.resumed' | 'recording.ended')
> = {
  'leg.measured': ({ quality }, side) => {
    const grade = grades[gradeOf(quality)]
    const mos = quality.mos.toFixed(1)
    return arrow(
      side,
      'centre',
      `音质${grade.zh}（MOS ${mos}，丢包 ${quality.lost}）`,
      `sounds ${grade.en} (MOS ${mos}, ${quality.lost} lost)`,
    )
  },
  'leg.mediaLost': ({ reason }, side) => {
    const word = slugWord(reason)
    return arrow(side, 'centre', `媒体中断（${word.zh}）`, `no sound any more (${word.en})`)
  },
  'leg.recognized': (event, side) => {
    const who = recognized[event.as]
    const beep = event.beep ? text('，有提示音', ', after a beep') : text('', '')
    return arrow(side, 'centre', `接听方：${who.zh}${beep.zh}`, `answered by ${who.en}${beep.en}`)
  },
  'recording.paused': ({ agent }) => arrow(agent, 'centre', '暂停录音', 'pauses the recording'),
  'recording.resumed': ({ agent, by }) =>
    by === 'agent'
      ? arrow(agent, 'centre', '继续录音', 'goes on recording')
      : within('通话结束，录音继续', 'the talk is over, and the recording goes on'),
  'recording.ended': ({ seconds, file }) =>
    within(
      `录音完成，${Math.round(seconds)} 秒：${file}`,
      `the recording is kept, ${Math.round(seconds)} s: ${file}`,
    ),
  'media.faulted': ({ reason }) => {
    const word = slugWord(reason)
    return within(`媒体故障：${word.zh}`, `a fault in the sound: ${word.en}`)
  },
}
