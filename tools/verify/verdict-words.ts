import type { Language, Text } from '../../core/language.ts'
import type { ChainFault } from '../../server/journal/chain-check.ts'
import { inLanguage, text, timeIn } from '../bilingual.ts'
import type { JournalVerdict } from './verify-journal.ts'

/** What a person reads of a verdict, line by line. `place`: of the journal. */
export function tellVerdict(verdict: JournalVerdict, place: string, language: Language): string {
  const { fault } = verdict
  const told = fault ? [...faultWords(fault), provenWords(verdict)] : wholeWords(verdict)
  return inLanguage([text(`日志 ${place}`, `Journal ${place}`), ...told], language)
}

function wholeWords(verdict: JournalVerdict): readonly Text[] {
  const { lastSeq, unchained, notedSeq } = verdict
  if (lastSeq === 0) return [text('还没有任何事件。', 'There is no event yet.')]
  if (unchained === lastSeq) return [unchainedWords(verdict)]
  return [
    provenWords(verdict),
    ...(unchained > 0 ? [unchainedWords(verdict)] : []),
    ...(notedSeq === undefined ? [headAdvice] : [notedWords(notedSeq)]),
    headWords(verdict),
  ]
}

const headAdvice = text(
  '请把链头抄到别处：只有 --head 能发现末尾被截断，或整条链被重写。',
  'Note the head elsewhere: only --head can show that the end was cut off, or the whole chain written anew.',
)

const headWords = ({ lastSeq, head }: JournalVerdict): Text =>
  text(`链头（事件 ${lastSeq}）：${head}`, `Head (event ${lastSeq}): ${head}`)

const notedWords = (seq: number): Text =>
  text(
    `抄下的链头是事件 ${seq} 的：此前的一切与当时一致，末尾也没有在它之前被截断。`,
    `The noted head is that of event ${seq}: everything up to it is as it was then.`,
  )

function provenWords(verdict: JournalVerdict): Text {
  const { lastSeq, unchained, from = 0, to = 0 } = verdict
  if (lastSeq === unchained) return text('没有可证明的事件。', 'No event is proven.')
  const count = lastSeq - unchained
  const first = unchained + 1
  return text(
    `已证明 ${count} 个事件（${first} 至 ${lastSeq}），日志时间 ${timeIn(from, 'zh')} 至 ${timeIn(to, 'zh')}：未改动、未缺失、未插入、未换序。`,
    `${count} events are proven (${first} to ${lastSeq}), in a journal from ${timeIn(from, 'en')} to ${timeIn(to, 'en')}: ` +
      'nothing altered, dropped, inserted or reordered.',
  )
}

const unchainedWords = ({ unchained }: JournalVerdict): Text =>
  text(
    `事件 1 至 ${unchained} 写于哈希链出现之前，无法校验。`,
    `Events 1 to ${unchained} were written before there was a chain: they cannot be verified.`,
  )

/** What is wrong, and where. */
function faultWords(fault: ChainFault): readonly Text[] {
  const { kind, seq, place } = fault
  const { zh, en } = kinds[kind]
  return [
    text(`事件 ${seq}：${zh}`, `Event ${seq}: ${en}`),
    ...(place === undefined ? [] : [text(`位置：${place}`, `At ${place}`)]),
    ...(fault.instead === undefined
      ? []
      : [text(`它出现在 ${fault.instead}`, `It stands at ${fault.instead}`)]),
  ]
}

const kinds: Readonly<Record<ChainFault['kind'], Text>> = {
  altered: text(
    '被改动：内容、哈希与前一个事件对不上。',
    'altered: its text and its hash do not follow from the event before.',
  ),
  missing: text('缺失：此处是后面的事件。', 'missing: a later event stands in its place.'),
  'out-of-order': text('次序不对，或被重复插入。', 'out of order, or inserted a second time.'),
  'not-chained': text(
    '没有哈希，而链中的事件都应有哈希。',
    'not chained: it bears no hash, as every event of a chain does.',
  ),
  torn: text(
    '不完整：最后一行没有写完（中心下次启动时会截去），或被改动。',
    'torn: the last line is not whole (the next start of the centre cuts it off), or it was altered.',
  ),
  cut: text(
    '缺失：末尾被截断，快照记得更晚的事件。',
    'missing: the end was cut off, for a snapshot knows later events.',
  ),
  forked: text(
    '与快照不符：日志曾被截断后另行续写。',
    'altered: a snapshot knows another event here; the stream was cut and went on otherwise.',
  ),
  'other-head': text(
    '缺失：抄下的链头不在这条链中：末尾被截断，或整条链被重写。',
    'missing: the noted head is not in this chain; its end was cut off, or it was written anew.',
  ),
}
