import { execFile } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { promisify } from 'node:util'

/** What a figure is worth nothing without: processor, Node, commit, and how busy the machine is. */
export async function machine(): Promise<string> {
  const processors = cpus()
  const load = loadavg().map((value) => value.toFixed(2))
  return JSON.stringify({
    cpu: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    node: process.version,
    commit: await commit(),
    load,
  })
}

async function commit(): Promise<string> {
  const cwd = import.meta.dirname
  const asked = promisify(execFile)('git', ['describe', '--always', '--dirty'], { cwd })
  return asked.then(({ stdout }) => stdout.trim()).catch(() => 'unknown')
}
