import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { ProcessOrder } from '../ipc/messages.ts'

/** Starts one of our processes; `onLine` gets its stdout. */
export function startChild(args: readonly string[], onLine: (line: string) => void): ChildProcess {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    // A process group of its own: a terminal's Ctrl-C must not end the media worker in the middle of a drain.
    detached: true,
  })
  if (child.stdout) createInterface({ input: child.stdout }).on('line', onLine)
  return child
}

export function order(child: ChildProcess, message: ProcessOrder): void {
  if (child.connected) child.send(message)
}
