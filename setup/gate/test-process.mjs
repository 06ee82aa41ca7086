import { spawn } from 'node:child_process'
import { top } from '../place.mjs'
import { readTap } from './tap-results.mjs'

const batchEntry = `${top}setup/gate/batch.mjs`
const keptStderr = 8_000
const running = new Set()

/** Ends the test processes that still run, with all that they started. */
export function killTestProcesses() {
  for (const child of running) killGroup(child, 'SIGKILL')
}

/** Runs one test file in a process of its own. Gives `{ file, passed, failed, skipped, ms, tests }`. */
export async function runAlone(file, timeoutMs) {
  const result = emptyResult(file)
  const ended = await runTap([file], timeoutMs, (test) => add(result, test))
  if (ended.fault && result.failed === 0) addFault(result, ended)
  return finish(result)
}

/**
 * Runs many test files in one process, one after the other, and tells each file's result as it ends. A file that
 * takes the process down fails, and the files after it get a new process.
 */
export async function runTogether(files, timeoutMs, onFile) {
  const waiting = [...files]
  let result = emptyResult(waiting[0])
  const ended = await runTap([batchEntry, ...files], timeoutMs, (test) => {
    const isEndOfFile = test.titles[0] === `end of ${result.file}`
    if (!isEndOfFile || test.outcome === 'failed') add(result, test)
    if (!isEndOfFile) return
    onFile(finish(result))
    waiting.shift()
    result = emptyResult(waiting[0])
  })
  if (waiting.length === 0) return
  addFault(result, ended)
  onFile(finish(result))
  waiting.shift()
  if (waiting.length > 0) await runTogether(waiting, timeoutMs, onFile)
}

/** Runs `node --import tsx …` and reads its TAP. `timeoutMs` is the longest pause between two tests. */
function runTap(args, timeoutMs, onTest) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
      cwd: top,
      env: { ...process.env, TAP_TIMEOUT: String(timeoutMs / 1000) },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // a process group of its own, so that nothing it starts outlives it
    })
    running.add(child)
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr = (stderr + text).slice(-keptStderr)
    })
    let isLate = false
    const late = setTimeout(() => {
      isLate = true
      killGroup(child, 'SIGKILL')
    }, timeoutMs + 5_000)
    let underWay = []
    readTap(
      child.stdout,
      (test) => {
        late.refresh()
        onTest(test)
      },
      (titles) => (underWay = titles),
    )
    child.on('close', (code, signal) => {
      clearTimeout(late)
      killGroup(child, 'SIGKILL')
      running.delete(child)
      const waited = `no sign of life for ${timeoutMs / 1000} s in: ${underWay.join(' > ')}`
      const fault = isLate ? waited : endOf(code, signal)
      resolve({ fault, stderr })
    })
  })
}

function endOf(code, signal) {
  if (signal) return `ended by ${signal}`
  return code === 0 ? undefined : `ended with exit code ${code}`
}

function killGroup(child, signal) {
  try {
    process.kill(-child.pid, signal)
  } catch {
    // The group is gone already.
  }
}

const emptyResult = (file) => ({
  file,
  passed: 0,
  failed: 0,
  skipped: 0,
  tests: [],
  since: Date.now(),
})

const finish = ({ since, ...result }) => ({ ...result, ms: Date.now() - since })

function add(result, test) {
  result[test.outcome]++
  result.tests.push(test)
}

function addFault(result, { fault, stderr }) {
  add(result, {
    titles: [fault ?? 'the process ended before the tests did'],
    outcome: 'failed',
    detail: stderr,
  })
}
