import { fork } from 'node:child_process'
import { join } from 'node:path'
import { answerOf } from './child-answer.ts'

/** From the message that frees an agent to the next INVITE at his phone, one for each time. */
export type QueueMeasured = { readonly sinceFreeMs: readonly number[] }

/** Agents who became free before the first that counts: compiled code is what a system in use runs. */
export const warmUp = 100

export type QueueCrowdOptions = {
  /** So many always wait: who was served calls again at once. */
  readonly waiting: number
  readonly agents: number
  /** How often an agent becomes free, after as many as it takes to warm up. */
  readonly samples: number
}

/** Callers and agents with SIP phones over UDP, in processes of their own. */
export type QueueCrowd = {
  /** The agents' phones, on 127.0.0.1. */
  readonly ports: readonly number[]
  /** All call; resolves when the queue is full and what comes now counts. */
  call(hotline: string): Promise<void>
  measured(): Promise<QueueMeasured>
  end(): void
}

const openMs = 30_000
/** Slower than one call a second is no figure. */
const callMs = 1_000

export async function startQueueCrowd(options: QueueCrowdOptions): Promise<QueueCrowd> {
  const { waiting, agents, samples } = options
  const file = join(import.meta.dirname, 'queue-phones.ts')
  const args = [waiting, agents, samples].map(String)
  const child = fork(file, args, { execArgv: ['--import', 'tsx'] })
  const end = () => child.kill('SIGKILL')
  // The boundary: `queue-phones.ts` says its ports, that it begins, and what it measured.
  const ports = (await answerOf(child, openMs).catch((error: unknown) => {
    end()
    throw error
  })) as readonly number[]
  return {
    ports,
    async call(hotline) {
      child.send(hotline)
      await answerOf(child, openMs + (waiting + warmUp) * callMs)
    },
    measured: async () => (await answerOf(child, openMs + samples * callMs)) as QueueMeasured,
    end,
  }
}
