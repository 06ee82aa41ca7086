import type { Interval } from '../../acd/forecast/interval.ts'
import { type Measure, measures, type QueueFigures } from '../../acd/simulate/figures.ts'
import type { Simulation, Summary } from '../../acd/simulate/simulate.ts'
import type { Language, Text } from '../../core/language.ts'
import { text } from '../bilingual.ts'
import type { Prepared } from './prepare.ts'

/** A line of the table: what it is, simulated, and really. */
type FigureRow = readonly [name: string, simulated: string, really: string]

/** What a person reads of a simulation: a table for each queue, one for all, and the agents. */
export function tellSimulation(
  { tenant, really }: Prepared,
  simulation: Simulation,
  seed: number,
  language: Language,
): string {
  const { repetitions, whole, queues, agents } = simulation
  const words: FigureRow = [
    '',
    text(`仿真 ${repetitions} 次（种子 ${seed}）`, `simulated ${repetitions} times, seed ${seed}`)[
      language
    ],
    really ? text('实际', 'really')[language] : '',
  ]
  const tables: (FigureRow | string)[] = [words]
  for (const { id, name, serviceLevelSeconds } of tenant.queues) {
    const summary = queues.get(id)
    const title = `${name[language]} (${id}), T = ${serviceLevelSeconds} s`
    if (summary) tables.push('', title, ...rowsOf(summary, really?.queues.get(id), language))
  }
  const all = text('所有队列', 'All queues')[language]
  if (tenant.queues.length > 1) tables.push('', all, ...rowsOf(whole, really?.whole, language))
  tables.push('', text('坐席占用率', 'Occupancy of agents')[language])
  for (const { id, name } of tenant.people) {
    const interval = agents.get(id)
    const real = really?.agents.get(id)
    if (interval || real !== undefined)
      tables.push([`  ${id} ${name}`, told(interval, shares), really ? toldOne(real, shares) : ''])
  }
  return drawn([...tables, '', footnote[language]])
}

const footnote = text(
  '± 为各次仿真均值的 95 % 置信区间；等待从首次排队起算。',
  '± is the 95 % interval of the mean over the repetitions; waits count from the first queue.',
)

function rowsOf(
  summary: Summary,
  really: QueueFigures | undefined,
  language: Language,
): FigureRow[] {
  return measures
    .filter((measure) => isTold(measure, summary[measure], really?.[measure]))
    .map((measure) => {
      const { name, unit } = lines[measure]
      return [
        `  ${name[language]}`,
        told(summary[measure], unit),
        really ? toldOne(really[measure], unit) : '',
      ]
    })
}

const unusual: readonly Measure[] = ['overflowed', 'left', 'unfinished', 'missed']

/** What seldom happens is told where it did. */
const isTold = (measure: Measure, simulated: Interval | undefined, real: number | undefined) =>
  !unusual.includes(measure) || (simulated?.mean ?? 0) > 0 || (real ?? 0) > 0

type Unit = { readonly times: number; readonly sign: string }
const counts: Unit = { times: 1, sign: '' }
const shares: Unit = { times: 100, sign: ' %' }
const seconds: Unit = { times: 1, sign: ' s' }

function told(interval: Interval | undefined, unit: Unit): string {
  if (!interval) return '–'
  const { mean, halfWidth } = interval
  const range = halfWidth === undefined ? '' : ` ± ${(halfWidth * unit.times).toFixed(1)}`
  return `${(mean * unit.times).toFixed(1)}${range}${unit.sign}`
}

const toldOne = (value: number | undefined, { times, sign }: Unit): string =>
  value === undefined
    ? '–'
    : `${(value * times).toFixed(Number.isInteger(value) && times === 1 ? 0 : 1)}${sign}`

const lines: Readonly<Record<Measure, { readonly name: Text; readonly unit: Unit }>> = {
  offered: { name: text('进入队列', 'offered'), unit: counts },
  answered: { name: text('接听', 'answered'), unit: counts },
  abandoned: { name: text('放弃', 'abandoned'), unit: counts },
  overflowed: { name: text('溢出到其他队列', 'overflowed into another queue'), unit: counts },
  left: { name: text('引出队列', 'led out of the queues'), unit: counts },
  unfinished: { name: text('结束时仍在等候', 'still waiting at the end'), unit: counts },
  missed: { name: text('漏接的振铃', 'rings that were missed'), unit: counts },
  F1: {
    name: text(
      'F1 (T 内接听 + T 内放弃) / (接听 + 放弃)',
      'F1 (answered ≤ T + abandoned ≤ T) / (answered + abandoned)',
    ),
    unit: shares,
  },
  F2: { name: text('F2 T 内接听 / 接听', 'F2 answered ≤ T / answered'), unit: shares },
  F3: {
    name: text('F3 T 内接听 / (接听 + 放弃)', 'F3 answered ≤ T / (answered + abandoned)'),
    unit: shares,
  },
  F4: {
    name: text('F4 T 内接听 / (接听 + T 后放弃)', 'F4 answered ≤ T / (answered + abandoned > T)'),
    unit: shares,
  },
  F5: {
    name: text(
      'F5 (T 内接听 + 短放弃) / (接听 + 放弃)',
      'F5 (answered ≤ T + short abandons) / (answered + abandoned)',
    ),
    unit: shares,
  },
  asaSeconds: { name: text('平均应答速度（ASA）', 'average speed of answer'), unit: seconds },
  p50Seconds: { name: text('应答等待 P50', 'wait of the answered, P50'), unit: seconds },
  p90Seconds: { name: text('应答等待 P90', 'wait of the answered, P90'), unit: seconds },
  p99Seconds: { name: text('应答等待 P99', 'wait of the answered, P99'), unit: seconds },
  abandonedShare: { name: text('放弃率', 'abandonment'), unit: shares },
  occupancy: { name: text('坐席占用率', 'occupancy of its agents'), unit: shares },
}

/** Numbers end under each other; a Chinese character is two columns wide. */
function drawn(rows: readonly (FigureRow | string)[]): string {
  const cells = rows.filter((row): row is FigureRow => typeof row !== 'string')
  const widest = (column: 0 | 1 | 2) => Math.max(...cells.map((row) => widthOf(row[column])))
  const [first, second, third] = [widest(0), widest(1), widest(2)]
  return rows
    .map((row) => {
      if (typeof row === 'string') return row
      const [name, simulated, really] = row
      const start = name + ' '.repeat(first - widthOf(name))
      return `${start}  ${rightOf(simulated, second)}  ${rightOf(really, third)}`.trimEnd()
    })
    .join('\n')
}

const rightOf = (text: string, width: number) => ' '.repeat(width - widthOf(text)) + text
const widthOf = (text: string) => text.replaceAll(/[⺀-￦]/g, '  ').length
