import type { Event, EventOf } from '../../core/event.ts'
import type { AgentId, ContactId, LegId } from '../../core/names.ts'
import type { Language } from '../../core/tenant.ts'
import { type Lane, type Rung, rungOf } from './ladder-words.ts'

const laneWidth = 12

/** The story of one contact, oldest event first, as a ladder: who told whom what, and why it was decided so. */
export function drawLadder(events: readonly Event[], language: Language): string {
  const [first] = events
  if (!first) return ''
  const sides = new Sides(events)
  const lanes: readonly Lane[] = ['caller', 'centre', ...sides.agents]
  const heads = lanes.map((lane) => centred(headOf(lane, language), laneWidth)).join('')
  const lines = events.flatMap((event) => {
    const rung = rungOf(event, sides.sideOf(event))
    return rung ? [lineOf(event.at - first.at, rung, lanes, language)] : []
  })
  return [titleOf(first, language), '', `           ${heads}`.trimEnd(), ...lines, ''].join('\n')
}

/** Whose each leg is: outbound legs belong to the agents whom the contact was offered to, in order. */
class Sides {
  readonly agents: readonly AgentId[]
  readonly #caller: LegId | undefined
  readonly #agentOf = new Map<LegId, AgentId>()

  constructor(events: readonly Event[]) {
    const agents = new Set<AgentId>()
    let ringing: AgentId | undefined
    for (const event of events) {
      if (event.type === 'contact.offered') ringing = event.agent
      if ('agent' in event && event.agent !== undefined) agents.add(event.agent)
      if (!('leg' in event)) continue
      if (event.type === 'leg.arrived') this.#caller = event.leg
      else if (ringing !== undefined && event.leg !== this.#caller && !this.#agentOf.has(event.leg))
        this.#agentOf.set(event.leg, ringing)
    }
    this.agents = [...agents]
  }

  sideOf(event: Event): Lane {
    if (!('leg' in event) || event.leg === this.#caller) return 'caller'
    return this.#agentOf.get(event.leg) ?? 'centre'
  }
}

function titleOf(first: Event, language: Language): string {
  const when = new Date(first.at).toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB')
  if (first.type !== 'leg.arrived') return when
  return `c${first.seq}   ${first.from} → ${first.number}   ${when}`
}

const headOf = (lane: Lane, language: Language): string => {
  if (lane === 'caller') return language === 'zh' ? '来电者' : 'caller'
  return lane === 'centre' ? (language === 'zh' ? '中心' : 'centre') : lane
}

function lineOf(ms: number, rung: Rung, lanes: readonly Lane[], language: Language): string {
  const cells = Array.from({ length: lanes.length * laneWidth }, () => ' ')
  lanes.forEach((_, lane) => (cells[middleOf(lane)] = '│'))
  const [from, to] = [lanes.indexOf(rung.from), lanes.indexOf(rung.to)]
  if (from === to) cells[middleOf(from)] = '●'
  else drawArrow(cells, middleOf(from), middleOf(to), rung.isMutual ?? false)
  return `${clock(ms)}  ${cells.join('')} ${rung.text[language]}`
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
