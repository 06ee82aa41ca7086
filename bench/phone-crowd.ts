import { fork } from 'node:child_process'
import { join } from 'node:path'
import { answerOf } from './child-answer.ts'

/** What the phones tell once they have talked; gaps are between two packets at one phone. */
export type Heard = {
  readonly received: number
  readonly sent: number
  readonly gapP99Ms: number
}

/** UDP phones in a process of their own, so that their CPU time is not counted. */
export type Crowd = {
  readonly ports: readonly number[]
  /** All talk to these ports, one each, for the agreed time. */
  talk(to: readonly number[]): Promise<Heard>
  end(): void
}

const graceMs = 20_000

export async function startCrowd(phones: number, seconds: number): Promise<Crowd> {
  const file = join(import.meta.dirname, 'udp-phones.ts')
  const child = fork(file, [String(phones), String(seconds)], { execArgv: ['--import', 'tsx'] })
  const end = () => child.kill('SIGKILL')
  // The boundary: `udp-phones.ts` says its ports first, and then what it heard.
  const ports = (await answerOf(child, graceMs).catch((error: unknown) => {
    end()
    throw error
  })) as readonly number[]
  return {
    ports,
    talk: async (to) => {
      child.send(to)
      return (await answerOf(child, seconds * 1000 + graceMs)) as Heard
    },
    end,
  }
}
