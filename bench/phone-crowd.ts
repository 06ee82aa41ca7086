import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { BenchFault } from './benchmark.ts'

/** What the phones tell once they have talked; gaps are between two packets at one phone. */
export type Heard = {
  readonly received: number
  readonly sent: number
  readonly gapP99Ms: number
}

/** UDP phones in a process of their own, so that their CPU time is not counted. */
export type Crowd = {
  readonly ports: readonly number[]
  /** All talk to these ports, one each, for the agreed time. */
  talk(to: readonly number[]): Promise<Heard>
  end(): void
}

const graceMs = 20_000

export async function startCrowd(phones: number, seconds: number): Promise<Crowd> {
  const file = join(import.meta.dirname, 'udp-phones.ts')
  const child = fork(file, [String(phones), String(seconds)], { execArgv: ['--import', 'tsx'] })
  const end = () => child.kill('SIGKILL')
  const ports = (await answerOf(child, graceMs).catch((error: unknown) => {
    end()
    throw error
  })) as readonly number[]
  return {
    ports,
    talk: async (to) => {
      child.send(to)
      return (await answerOf(child, seconds * 1000 + graceMs)) as Heard
    },
    end,
  }
}

/** The boundary: `udp-phones.ts` says its ports first, and then what it heard. */
async function answerOf(child: ChildProcess, limitMs: number): Promise<unknown> {
  const late = new AbortController()
  const answer = new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', () => reject(new BenchFault('the phones ended')))
  })
  const limit = sleep(limitMs, undefined, { signal: late.signal }).then(
    () => Promise.reject(new BenchFault('the phones did not answer in time')),
    () => undefined,
  )
  return Promise.race([answer, limit]).finally(() => late.abort())
}
