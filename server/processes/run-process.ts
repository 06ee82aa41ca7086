import type { Logger } from 'pino'
import { type Config, loadConfig } from '../config/config.ts'
import { sentenceFor } from '../config/start-fault.ts'
import {
  faultExitCode,
  type ProcessNotice,
  type ProcessOrder,
  type ProcessName,
  spareArgument,
} from '../ipc/messages.ts'
import { createLog } from './log.ts'

/** What one of the three processes is once it has started. */
type RunningProcess = {
  /** Takes no new calls; resolves when the present ones are over. `tell` says how many legs are left. */
  readonly drain: (tell: (legs: number) => void) => Promise<void>
  /** Ends now, tidily: files closed, recordings written. */
  readonly stop: () => Promise<void>
}

/**
 * The frame of edge, voice and centre: title, settings, log, and obedience to the launcher.
 * `start` is given its `turn`, which a spare awaits before it touches what belongs to the process beside it. Without a
 * launcher (systemd, a shell) SIGTERM and SIGINT drain, and stop the second time. A process whose launcher is gone stops.
 */
export async function runProcess(
  name: ProcessName,
  start: (config: Config, log: Logger, turn: () => Promise<void>) => Promise<RunningProcess>,
): Promise<void> {
  const isSpare = process.argv.includes(spareArgument)
  process.title = isSpare ? 'callwright-spare' : `callwright-${name}`
  const turn = async (): Promise<void> => {
    if (isSpare) await untilOrdered()
    process.title = `callwright-${name}`
  }
  let config: Config | undefined
  let running: RunningProcess | undefined
  obey(() => running)
  try {
    config = loadConfig()
    running = await start(config, createLog(name, config.logLevel), turn)
    if (process.connected) process.send?.({ notice: 'ready' } satisfies ProcessNotice)
  } catch (error) {
    const sentence = sentenceFor(error, config)
    if (sentence === undefined) throw error
    endWithFault(sentence)
  }
}

/** Whoever has not started yet has nothing to end tidily. */
function obey(running: () => RunningProcess | undefined): void {
  const hasLauncher = process.connected
  let isDraining = false
  const stop = () => void (running()?.stop() ?? Promise.resolve()).then(() => process.exit(0))
  const drain = () => {
    if (!isDraining) void (running()?.drain(tellLegs) ?? Promise.resolve()).then(stop)
    isDraining = true
  }
  const onTerminate = () => (isDraining ? stop() : drain())
  process.on('message', (message) => {
    const { order } = message as ProcessOrder
    if (order === 'drain') drain()
    else if (order === 'stop') stop()
  })
  process.on('disconnect', stop)
  process.on('SIGTERM', onTerminate)
  // A terminal's Ctrl-C reaches the whole process group; the launcher decides what it means.
  process.on('SIGINT', () => hasLauncher || onTerminate())
}

/** A spare is prepared: it waits until it is needed. */
function untilOrdered(): Promise<void> {
  process.send?.({ notice: 'prepared' } satisfies ProcessNotice)
  return new Promise((resolve) => {
    process.on('message', (message) => {
      if ((message as ProcessOrder).order === 'takeOver') resolve()
    })
  })
}

function tellLegs(legs: number): void {
  if (process.connected) process.send?.({ notice: 'draining', legs } satisfies ProcessNotice)
}

/** The launcher says the sentence when all has ended; without one it goes to stderr. */
function endWithFault(sentence: string): void {
  const end = () => process.exit(faultExitCode)
  if (process.connected) process.send?.({ notice: 'fault', sentence } satisfies ProcessNotice, end)
  else process.stderr.write(`${sentence}\n`, end)
}
