import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { BenchFault } from './benchmark.ts'

/** The next message of a process of phones. Rejects with BenchFault when it ends, or says nothing in time. */
export async function answerOf(child: ChildProcess, limitMs: number): Promise<unknown> {
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
