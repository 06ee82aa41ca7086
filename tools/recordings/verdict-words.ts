import type { Language, Text } from '../../core/language.ts'
import { inLanguage, text } from '../bilingual.ts'
import type { FaultyRecording, RecordingsVerdict } from './verify-recordings.ts'

/** What a person reads of it, line by line. */
export function tellRecordings(verdict: RecordingsVerdict, language: Language): string {
  const { proven, unproven, expired, unfinished, faults } = verdict
  const lines: readonly (Text | false)[] = [
    text(
      `${proven} 个录音与结束时一致。`,
      `${proven} recordings are as they were when they ended.`,
    ),
    unproven > 0 &&
      text(
        `${unproven} 个录音由旧版程序记录，没有哈希：可读，但无法证明。`,
        `${unproven} recordings were told by an older program without a hash: readable, but not proven.`,
      ),
    expired > 0 &&
      text(
        `${expired} 个录音已过保存期限并删除。`,
        `${expired} recordings are gone, and their days are over.`,
      ),
    unfinished > 0 &&
      text(
        `${unfinished} 个录音正在写入，或等待修复。`,
        `${unfinished} recordings are being written, or wait to be mended.`,
      ),
    ...faults.map(({ file, kind }) => {
      const { zh, en } = faultWords[kind]
      return text(`错误：${file}：${zh}`, `Fault: ${file}: ${en}`)
    }),
  ]
  return inLanguage(
    lines.filter((line) => line !== false),
    language,
  )
}

const faultWords: Readonly<Record<FaultyRecording['kind'], Text>> = {
  altered: text('内容与日志所记不符。', 'its sound is not what the journal told.'),
  damaged: text('文件被改动或截断。', 'it was altered, or its end was cut off.'),
  missing: text('文件不存在。', 'there is no such file.'),
  'no-key': text(
    '设置中没有打开它的密钥（RECORDING_OLD_KEYS）。',
    'the settings have no key for it (RECORDING_OLD_KEYS).',
  ),
  outside: text('路径指向数据目录之外。', 'its path leads out of the data folder.'),
  unknown: text('日志中没有这个文件。', 'the journal does not tell of it.'),
}
