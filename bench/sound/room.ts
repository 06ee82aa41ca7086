import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { MediaOptions } from '../../media/media.ts'
import { answerOf } from '../child-answer.ts'
import { cpuMsOf, rssMbOf } from '../process-stat.ts'
import type { Exchange, Scene } from './exchange.ts'

export type RoomSettings = {
  readonly scene: Scene
  /** Changes to the standard: another kind of sockets, another format of recordings. */
  readonly media: Partial<Omit<MediaOptions, 'onFact' | 'note' | 'log'>>
}

export type RoomOrder =
  | { readonly do: 'connect'; readonly ports: readonly number[] }
  | { readonly do: 'churn'; readonly perSecond: number; readonly port: number }
  | { readonly do: 'stop' }

const graceMs = 60_000

/** Our media room in a process of its own. */
export async function withRoom<Result>(
  settings: RoomSettings,
  use: (room: Exchange) => Promise<Result>,
): Promise<Result> {
  const file = join(import.meta.dirname, 'room-process.ts')
  const child = fork(file, [JSON.stringify(settings)], { execArgv: ['--import', 'tsx'] })
  const order = (order: RoomOrder) => child.send(order)
  try {
    await answerOf(child, graceMs)
    const { pid = 0 } = child
    const result = await use({
      connect: async (ports) => {
        order({ do: 'connect', ports })
        // The boundary: the process answers with its ports.
        return (await answerOf(child, graceMs)) as readonly number[]
      },
      cpuMs: () => cpuMsOf(pid),
      rssMb: () => rssMbOf(pid),
      churn: (perSecond, port) => order({ do: 'churn', perSecond, port }),
    })
    order({ do: 'stop' })
    await answerOf(child, graceMs)
    return result
  } finally {
    child.kill('SIGKILL')
  }
}
