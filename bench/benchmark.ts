import { parseArgs } from 'node:util'

/** Another product's figure, from the same run. */
export type Peer = { readonly name: string; readonly value: number }

/** One figure; it goes to stdout as one JSON line. */
export type Tell = (metric: string, value: number, unit: string, peer?: Peer) => void

/** An option that is a list takes several values: `--legs 100,300`. */
export type Options = Readonly<Record<string, number | readonly number[]>>

export type Benchmark = {
  readonly name: string
  readonly what: string
  /** Every option with its standard value; all are whole numbers above 0, or lists of them. */
  readonly options: Options
  readonly run: (options: Options, tell: Tell) => Promise<void>
}

/** A benchmark that cannot run or cannot give an honest figure; the message is for the person at the terminal. */
export class BenchFault extends Error {
  readonly exitCode: number
  constructor(message: string, exitCode = 1) {
    super(message)
    this.name = 'BenchFault'
    this.exitCode = exitCode
  }
}

/** The largest value of any option: every benchmark ends by itself. */
const most = 100_000

/** `--legs 100` over the standard values. Throws BenchFault for anything else. */
export function readOptions(args: readonly string[], standard: Options): Options {
  const known = Object.keys(standard).map((name) => [name, { type: 'string' }] as const)
  try {
    const { values } = parseArgs({ args: [...args], options: Object.fromEntries(known) })
    const given: Record<string, number | readonly number[]> = {}
    for (const [name, value] of Object.entries(values))
      given[name] =
        typeof standard[name] === 'number'
          ? wholeNumber(name, value)
          : String(value)
              .split(',')
              .map((each) => wholeNumber(name, each))
    return { ...standard, ...given }
  } catch (error) {
    throw new BenchFault(error instanceof Error ? error.message : String(error), 2)
  }
}

function wholeNumber(name: string, text: unknown): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= most) return value
  throw new Error(`--${name} must be a whole number from 1 to ${most}.`)
}

/** An option that the benchmark itself declares. */
export function option(options: Options, name: string): number {
  const value = options[name]
  if (typeof value !== 'number') throw new Error(`no option ${name}`)
  return value
}

/** An option that the benchmark itself declares as a list. */
export function listOption(options: Options, name: string): readonly number[] {
  const value = options[name]
  if (typeof value !== 'object') throw new Error(`no list ${name}`)
  return value
}
