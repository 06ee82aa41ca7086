import { fork } from 'node:child_process'
import { join } from 'node:path'
import { answerOf } from '../child-answer.ts'

export type LoadOrder = {
  /** `sip:95000@127.0.0.1:5060` */
  readonly uri: string
  /** Calls a second, and how many in all. */
  readonly rate: number
  readonly calls: number
  readonly holdMs: number
}

export type LoadDone = {
  /** From INVITE to 200, and from INVITE to 503, ms, one a call. */
  readonly answeredMs: readonly number[]
  readonly refusedMs: readonly number[]
  /** Answered, acknowledged, hung up, and that was answered too. */
  readonly completed: number
  /** Messages that were sent again: the callers' own, and 200s that came again. */
  readonly repeats: number
  /** From the first INVITE to the last. */
  readonly sendingMs: number
}

/** Callers and one callee over UDP, in a process of their own. */
export type Load = {
  /** Of the callee, who answers every call at once. */
  readonly calleePort: number
  run(order: LoadOrder): Promise<LoadDone>
  end(): void
}

const [openMs, graceMs] = [30_000, 60_000]

export async function startLoad(): Promise<Load> {
  const child = fork(join(import.meta.dirname, 'load-process.ts'), {
    execArgv: ['--import', 'tsx'],
  })
  const calleePort = (await answerOf(child, openMs)) as number
  return {
    calleePort,
    async run(order) {
      child.send(order)
      return (await answerOf(child, (order.calls / order.rate) * 1000 + graceMs)) as LoadDone
    },
    end: () => void child.kill('SIGKILL'),
  }
}
