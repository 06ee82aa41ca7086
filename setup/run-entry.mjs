import { spawn } from 'node:child_process'
import { top } from './place.mjs'

/** Runs a TypeScript file in a process of its own until it ends, and ends as it ended. */
export function runEntry(file, args = []) {
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    cwd: top,
    stdio: 'inherit',
  })
  // A terminal's Ctrl-C reaches the child by itself; a signal to this process alone is passed on.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      process.exitCode = signal ? 1 : (code ?? 1)
      resolve()
    })
  })
}
