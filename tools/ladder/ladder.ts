import type { Event, EventOf } from '../../core/event.ts'
import type { Language } from '../../core/language.ts'
import type { ContactId, LegId } from '../../core/names.ts'
import { partyIn } from '../../core/parties.ts'
import { type Lane, type Rung } from './rung.ts'
import { rungOf } from './rungs.ts'

const laneWidth = 12

/** The story of one contact, oldest event first, as a ladder: who told whom what, and why it was decided so. */
export function drawLadder(events: readonly Event[], language: Language): string {
  const [first] = events
  if (!first) return ''
  const lanes = lanesOfLegs(events)
  const causes = new Set(events.map(({ cause }) => cause))
  // A timer that ran out and led to nothing here says nothing.
  const telling = events.filter(({ type, seq }) => type !== 'timer.fired' || causes.has(seq))
  const rungs = telling.flatMap((event) => {
    const rung = rungOf(event, laneOf(event, lanes))
    return rung ? [{ ms: event.at - first.at, rung }] : []
  })
  const columns = lanesOf(rungs.map(({ rung }) => rung))
  const heads = columns.map((lane) => centred(headOf(lane, language), laneWidth)).join('')
  const lines = rungs.flatMap(({ ms, rung }) => linesOf(ms, rung, columns, language))
  return [titleOf(first, language), '', `           ${heads}`.trimEnd(), ...lines, ''].join('\n')
}

/** Whose lane each leg is. */
function lanesOfLegs(events: readonly Event[]): ReadonlyMap<LegId, Lane> {
  const lanes = new Map<LegId, Lane>()
  for (const event of events) {
    if (event.type === 'leg.arrived') lanes.set(event.leg, 'caller')
    const party = partyIn(event)
    if (party) lanes.set(party.leg, party.who === 'agent' ? party.agent : party.who)
  }
  return lanes
}

const laneOf = (event: Event, lanes: ReadonlyMap<LegId, Lane>): Lane => {
  if (!('leg' in event) || event.leg === undefined) return 'caller'
  return lanes.get(event.leg) ?? 'centre'
}

/** The caller, the centre, then everybody else as they come. */
const lanesOf = (rungs: readonly Rung[]): readonly Lane[] => [
  ...new Set<Lane>(['caller', 'centre', ...rungs.flatMap(({ from, to }) => [from, to])]),
]

function titleOf(first: Event, language: Language): string {
  const when = new Date(first.at).toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB')
  if (first.type !== 'leg.arrived') return when
  return `c${first.seq}   ${first.from} → ${first.number}   ${when}`
}

const headWords: Readonly<Record<Language, { readonly [lane: string]: string }>> = {
  zh: { caller: '来电者', centre: '中心', outside: '外线' },
  en: { caller: 'caller', centre: 'centre', outside: 'outside' },
}

const headOf = (lane: Lane, language: Language): string => headWords[language][lane] ?? lane

function linesOf(
  ms: number,
  { from, to, isMutual = false, text, more = [] }: Rung,
  lanes: readonly Lane[],
  language: Language,
): readonly string[] {
  const cells = Array.from({ length: lanes.length * laneWidth }, () => ' ')
  lanes.forEach((_, lane) => (cells[middleOf(lane)] = '│'))
  const plain = cells.join('')
  const [start, end] = [lanes.indexOf(from), lanes.indexOf(to)]
  if (start === end) cells[middleOf(start)] = '●'
  else drawArrow(cells, middleOf(start), middleOf(end), isMutual)
  return [
    `${clock(ms)}  ${cells.join('')} ${text[language]}`,
    ...more.map((words) => `${' '.repeat(9)}  ${plain}   ${words[language]}`),
  ]
}

const middleOf = (lane: number): number => lane * laneWidth + laneWidth / 2

function drawArrow(cells: string[], from: number, to: number, isMutual: boolean): void {
  const [left, right] = from < to ? [from, to] : [to, from]
  for (let cell = left + 1; cell < right; cell++) cells[cell] = cells[cell] === '│' ? '┼' : '─'
  if (to === right || isMutual) cells[right - 1] = '▶'
  if (to === left || isMutual) cells[left + 1] = '◀'
}

/** `mm:ss.mmm`. */
function clock(ms: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const [minutes, seconds] = [Math.floor(ms / 60_000), Math.floor(ms / 1000) % 60]
  return `${two(minutes)}:${two(seconds)}.${String(ms % 1000).padStart(3, '0')}`
}

/** A Chinese character takes two columns of a terminal. */
function centred(text: string, width: number): string {
  const columns = text.replaceAll(/[⺀-￦]/g, '  ').length
  const before = Math.ceil((width - columns) / 2)
  return ' '.repeat(before) + text + ' '.repeat(Math.max(0, width - columns - before))
}

/** The last contact that was opened, in streams that are looked through one after the other. */
export async function lastContact(
  streams: Iterable<AsyncIterable<Event> | Iterable<Event>>,
): Promise<ContactId | undefined> {
  for (const stream of streams) {
    let last: EventOf<'contact.opened'> | undefined
    for await (const event of stream) if (event.type === 'contact.opened') last = event
    if (last) return last.contact
  }
  return undefined
}
