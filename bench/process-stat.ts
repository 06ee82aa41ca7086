import { readFile } from 'node:fs/promises'

/** Linux counts CPU time for user space in units of 10 ms (USER_HZ is 100), proc(5). */
const tickMs = 10

/** CPU time of a process, user and system, of all threads, ms. */
export async function cpuMsOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8')
  // The fields after the name, which may contain spaces: utime is field 14 and stime field 15.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * tickMs
}

/** Resident memory, MB of 2^20 bytes. */
export async function rssMbOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(text)?.[1]) / 1024
}

/** Processes that this one has started, by the first 15 bytes of their name (`comm`). */
export async function childrenOf(pid: number, name: string): Promise<readonly number[]> {
  const pids = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ')
  const isNamed = await Promise.all(
    pids.map(async (pid) => (await readFile(`/proc/${pid}/comm`, 'utf8')).trim() === name),
  )
  return pids.filter((_, n) => isNamed[n]).map(Number)
}
