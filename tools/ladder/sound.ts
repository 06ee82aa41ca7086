import type { Text } from '../../core/language.ts'
import { gradeOf, type LegQuality, type QualityGrade } from '../../core/leg-quality.ts'
import { text } from '../bilingual.ts'
import { reasonWord } from './reason-words.ts'
import { arrow, type Rungs, within } from './rung.ts'

const grades: Readonly<Record<QualityGrade, Text>> = {
  good: text('良好', 'good'),
  fair: text('一般', 'fair'),
  poor: text('较差', 'poor'),
  bad: text('很差', 'bad'),
}

const answererWords = {
  person: text('真人', 'a person'),
  machine: text('应答机', 'a machine'),
  unknown: text('无法判断', 'nobody can tell who'),
} as const

/** How the sound was, and what went wrong with it. */
export const soundRungs: Rungs<
  | ('leg.measured' | 'leg.mediaLost' | 'leg.answererDetected' | 'media.faulted')
  | ('recording.paused' | 'recording.resumed' | 'recording.ended')
> = {
  'leg.measured': ({ quality, final }, side) => {
    const grade = grades[gradeOf(quality)]
    const mos = quality.mos.toFixed(1)
    const heard = final
      ? arrow(side, 'centre', `全程音质${grade.zh}：MOS ${mos}`, `sounded ${grade.en}: MOS ${mos}`)
      : arrow(side, 'centre', `当前音质${grade.zh}：MOS ${mos}`, `sounds ${grade.en}: MOS ${mos}`)
    return { ...heard, more: [figuresOf(quality)] }
  },
  'leg.mediaLost': ({ reason }, side) => {
    const word = reasonWord(reason)
    return arrow(side, 'centre', `媒体中断（${word.zh}）`, `no sound any more (${word.en})`)
  },
  'leg.answererDetected': (event, side) => {
    const who = answererWords[event.as]
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
  'media.faulted': (event, side) => {
    const word = reasonWord(event.reason)
    const [zh, en] = [`媒体故障：${word.zh}`, `a fault in the sound: ${word.en}`]
    const rung = 'leg' in event ? arrow(side, 'centre', zh, en) : within(zh, en)
    return { ...rung, more: [text(`详情：${event.detail}`, event.detail)] }
  },
}

function figuresOf(quality: LegQuality): Text {
  const { codec, received, lost, late, jitterMs, roundTripMs } = quality
  const jitter = jitterMs.toFixed(0)
  const tripZh = roundTripMs === undefined ? '' : `，往返 ${roundTripMs.toFixed(0)} 毫秒`
  const tripEn = roundTripMs === undefined ? '' : `, round trip ${roundTripMs.toFixed(0)} ms`
  return text(
    `${codec}，收包 ${received}，丢失 ${lost}，迟到 ${late}，抖动 ${jitter} 毫秒${tripZh}`,
    `${codec}, ${received} packets, ${lost} lost, ${late} late, jitter ${jitter} ms${tripEn}`,
  )
}
