import type { Ban } from '../../edge/guard/guard.ts'
import type { ProcessFigures, ProcessName, ProcessNotice, ProcessOrder } from './messages.ts'

// What edge and voice count reaches the centre, which has the HTTP port, by way of the launcher.

const everyMs = 5000

/** Tells the launcher now and again; without a launcher nobody. Returns how to stop. */
export function tellFigures(look: () => Promise<ProcessFigures>): () => void {
  const tell = async (): Promise<void> => {
    const figures = await look()
    if (process.connected) process.send?.({ notice: 'figures', figures } satisfies ProcessNotice)
  }
  void tell()
  const timer = setInterval(() => void tell(), everyMs).unref()
  return () => clearInterval(timer)
}

/** What the other processes last told, by way of the launcher. */
export type OtherProcesses = {
  /** In the text format of Prometheus. */
  metrics(): string
  /** Undefined while no edge of ours tells. */
  bans(): readonly Ban[] | undefined
  /** The edge lets that source in again; false when it is not banned. */
  lift(source: string): boolean
}

/** For a centre that nobody tells anything. */
export const noOthers: OtherProcesses = {
  metrics: () => '',
  bans: () => undefined,
  lift: () => false,
}

/** Without a launcher nothing is ever told. */
export function followOtherProcesses(): OtherProcesses {
  const told = new Map<ProcessName, ProcessFigures>()
  process.on('message', (message) => {
    // The boundary between two processes of one program.
    const order = message as ProcessOrder
    if (order.order === 'figures') told.set(order.of, order.figures)
  })
  const bans = () => told.get('edge')?.bans
  return {
    metrics: () => [...told.values()].map(({ metrics }) => metrics).join(''),
    bans,
    lift: (source) => {
      const edge = told.get('edge')
      const rest = bans()?.filter((ban) => ban.source !== source)
      if (!edge || !rest || rest.length === bans()?.length) return false
      process.send?.({ notice: 'lift', source } satisfies ProcessNotice)
      // What it tells next is later than this.
      told.set('edge', { ...edge, bans: rest })
      return true
    },
  }
}
