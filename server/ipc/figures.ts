import type { Ban } from '../../edge/guard/guard.ts'
import type { ProcessNotice } from './messages.ts'

/** What a process without a door of its own lets the centre tell. */
export type ProcessFigures = {
  /** In the text format of Prometheus; its names are this process's alone. */
  readonly metrics: string
  /** Of the edge. */
  readonly bans?: readonly Ban[]
}

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
