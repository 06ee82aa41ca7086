import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { BenchFault } from '../benchmark.ts'
import { answerOf } from '../child-answer.ts'
import { cpuMsOf, rssMbOf } from '../process-stat.ts'
import { freePorts, withDataDir } from '../system.ts'

export type VoiceTask = {
  readonly appPort: number
  readonly secret: string
  /** Each call is passed through to there; 0: it is answered. */
  readonly calleePort: number
}

/** The edge as the product runs it, and the signalling room of voice without media, a process each. */
export type EdgeAndVoice = {
  readonly sipPort: number
  readonly wsPort: number
  /** Key of the softphones' sittings. */
  readonly secret: string
  /** User and system time so far, all threads, ms: edge, voice. */
  readonly cpuMs: () => Promise<readonly [edge: number, voice: number]>
  /** Resident memory, MB. */
  readonly rssMb: () => Promise<readonly [edge: number, voice: number]>
}

const openMs = 30_000
const secret = 'bench'

export function withEdgeAndVoice<Result>(
  calleePort: number,
  use: (both: EdgeAndVoice) => Promise<Result>,
): Promise<Result> {
  return withDataDir(async (dataDir) => {
    const [sipPort = 0, wsPort = 0, appPort = 0] = await freePorts(3)
    const settings = { SIP_PORT: sipPort, SIP_WS_PORT: wsPort, DRACHTIO_PORT: appPort }
    const env = { ...settings, DRACHTIO_SECRET: secret, DATA_DIR: dataDir, LOG_LEVEL: 'warn' }
    const edge = start('../../server/processes/edge.ts', [], env)
    const children: ChildProcess[] = [edge]
    try {
      await answerOf(edge, openMs)
      const task: VoiceTask = { appPort, secret, calleePort }
      const voice = start('voice-process.ts', [JSON.stringify(task)], {})
      children.push(voice)
      await answerOf(voice, openMs)
      const pids = [pidOf(edge), pidOf(voice)] as const
      return await use({
        sipPort,
        wsPort,
        secret,
        cpuMs: async () => [await cpuMsOf(pids[0]), await cpuMsOf(pids[1])],
        rssMb: async () => [await rssMbOf(pids[0]), await rssMbOf(pids[1])],
      })
    } finally {
      await Promise.all(children.map(kill))
    }
  })
}

function start(
  file: string,
  args: readonly string[],
  settings: Readonly<Record<string, string | number>>,
): ChildProcess {
  const env: NodeJS.ProcessEnv = {}
  for (const [name, value] of Object.entries(settings)) env[name] = String(value)
  const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const
  const execArgv = ['--import', 'tsx']
  return fork(join(import.meta.dirname, file), args, { env, execArgv, stdio: [...stdio] })
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new BenchFault('a process did not start')
  return pid
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
