import { join } from 'node:path'
import { pino } from 'pino'
import { type Config, loadConfig } from '../config/config.ts'
import { sentenceFor } from '../config/start-fault.ts'
import { faultExitCode, type ProcessName } from '../ipc/messages.ts'
import { bannerOf } from './banner.ts'
import { untilHealthy } from './health.ts'
import { readableLine } from './log-line.ts'
import { type LaunchedProgram, System } from './system.ts'

// The launcher: starts edge, voice and centre, keeps them alive, and ends them in the order in which calls end.
// Exit codes: 0 after a drain, 130 after a second Ctrl-C, 78 when something must be mended first.

/** A start that takes longer says so. */
const impatienceMs = 15_000
/** Ctrl-C under npm arrives twice: from the terminal and from npm. */
const oneKeyMs = 300
const bornAt = performance.now()
process.title = 'callwright'
const config = configOrEnd()
const print = process.stdout.isTTY ? printReadable : printLine
const log = pino({ name: 'launcher', level: config.logLevel }, { write: print })
const starting = new AbortController()

const system = new System(programsFor(config), {
  onLine: print,
  onFault: (sentence) => void endWithFault(sentence),
  onDraining: (legs) => log.info({ legs }, 'calls in progress'),
  log: (fields, message) => log.warn(fields, message),
})
onEndSignals(drain, stop)
const impatience = setInterval(() => {
  log.warn({ startingStill: system.starting() }, 'not ready for calls yet')
}, impatienceMs)
await system.started
if (await untilHealthy(config, starting.signal)) {
  starting.abort()
  clearInterval(impatience)
  print(bannerOf(config, (performance.now() - bornAt) / 1000))
}

/** Before a call could be taken there is nothing to wait for. */
async function drain(): Promise<void> {
  const wasReady = starting.signal.aborted
  starting.abort()
  log.info('no new calls; ending when the present ones are over')
  await (wasReady ? system.drain() : system.stop())
  process.exit(0)
}

async function stop(): Promise<void> {
  await system.stop()
  process.exit(130)
}

async function endWithFault(sentence: string): Promise<void> {
  starting.abort()
  await system.stop()
  console.error(`\n${sentence}`)
  process.exit(faultExitCode)
}

function configOrEnd(): Config {
  try {
    return loadConfig()
  } catch (error) {
    const sentence = sentenceFor(error)
    if (sentence === undefined) throw error
    console.error(sentence)
    process.exit(faultExitCode)
  }
}

/** The three processes; a drachtio-server elsewhere takes the place of our edge. */
function programsFor({ drachtio, voiceSpare }: Config): LaunchedProgram[] {
  const edge = programOf('edge')
  const voice = { ...programOf('voice'), hasSpare: voiceSpare }
  const centre = programOf('centre')
  return drachtio.embedded ? [edge, voice, centre] : [voice, centre]
}

function programOf(name: ProcessName): LaunchedProgram {
  const file = join(import.meta.dirname, '../processes', `${name}.ts`)
  return { name, args: ['--import', 'tsx', file] }
}

function printLine(line: string): void {
  process.stdout.write(line.endsWith('\n') ? line : `${line}\n`)
}

function printReadable(line: string): void {
  printLine(readableLine(line))
}

/** The first SIGINT, SIGTERM or SIGHUP drains, a later one stops at once. */
function onEndSignals(drain: () => Promise<void>, stop: () => Promise<void>): void {
  let firstAt: number | undefined
  const onSignal = () => {
    if (firstAt === undefined) {
      firstAt = performance.now()
      void drain()
    } else if (performance.now() - firstAt > oneKeyMs) void stop()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
}
