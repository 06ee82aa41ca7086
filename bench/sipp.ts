import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BenchFault } from './benchmark.ts'

export type Load = {
  readonly sipPort: number
  /** Calls a second, and how many in all. */
  readonly rate: number
  readonly calls: number
}

export type LoadResult = {
  readonly failed: number
  /** From INVITE to 200, one a call. */
  readonly inviteTo200Ms: readonly number[]
}

/** Calls of a second are over a second later; retransmissions may take longer. */
const graceSeconds = 40

/** Throws BenchFault (exit code 2) when SIPp is not installed. */
export async function findSipp(): Promise<void> {
  const isMissing = await new Promise<boolean>((resolve) => {
    execFile('sipp', ['-v'], (error) =>
      resolve((error as NodeJS.ErrnoException | null)?.code === 'ENOENT'),
    )
  })
  if (isMissing)
    throw new BenchFault('this benchmark needs SIPp (`sipp`), which is not installed', 2)
}

/** SIPp's own scenario `uac`: INVITE 95000, ACK, 500 ms, BYE; without sound from the caller. */
export async function callWithSipp({ sipPort, rate, calls }: Load): Promise<LoadResult> {
  const folder = await mkdtemp(join(tmpdir(), 'callwright-sipp-'))
  try {
    const limit = Math.ceil(calls / rate) + graceSeconds
    const args = [
      ...['-sn', 'uac', '-s', '95000', '-d', '500', '-i', '127.0.0.1'],
      ...['-r', String(rate), '-m', String(calls), '-timeout', `${limit}s`],
      ...['-trace_stat', '-stf', 'stat.csv', '-trace_rtt', '-rtt_freq', '1', '-nostdin'],
      `127.0.0.1:${sipPort}`,
    ]
    const sipp = spawn('sipp', args, { cwd: folder, stdio: 'ignore', timeout: (limit + 10) * 1000 })
    await once(sipp, 'exit')
    return await readResult(folder, calls)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A call that SIPp did not count as successful failed, whatever became of it. */
async function readResult(folder: string, calls: number): Promise<LoadResult> {
  const [names, ...rows] = table(await readFile(join(folder, 'stat.csv'), 'utf8'))
  const column = names?.indexOf('SuccessfulCall(C)') ?? -1
  const successful = Number(rows.at(-1)?.[column])
  if (column < 0 || Number.isNaN(successful)) throw new BenchFault('SIPp left no statistics')
  const file = (await readdir(folder)).find((name) => name.endsWith('_rtt.csv'))
  const [, ...times] = file ? table(await readFile(join(folder, file), 'utf8')) : []
  return { failed: calls - successful, inviteTo200Ms: times.map((row) => Number(row[1])) }
}

const table = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split(';'))
