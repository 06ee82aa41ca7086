import { fork } from 'node:child_process'
import { join } from 'node:path'
import { answerOf } from '../child-answer.ts'
import type { Heard } from './heard.ts'

/** `hearers`: who hears each phone's marks, by number; -1 for nobody. */
export type PhonesOrder =
  | { readonly do: 'talk'; readonly to: readonly number[]; readonly hearers: readonly number[] }
  | { readonly do: 'flood'; readonly port: number; readonly perSecond: number }
  | { readonly do: 'measure'; readonly seconds: number }

/** Phones in a process of their own, so that their CPU time is not counted. */
export type Phones = {
  readonly ports: readonly number[]
  /** Hears what is not to be measured. */
  readonly bystander: number
  /** All talk to these ports, one each, from now on. */
  readonly talk: (to: readonly number[], hearers: readonly number[]) => void
  /** Somebody sends so many packets a second to this port; 0 ends it. */
  readonly flood: (port: number, perSecond: number) => void
  readonly measure: (seconds: number) => Promise<Heard>
  readonly end: () => void
}

const graceMs = 30_000

export async function openPhones(phones: number): Promise<Phones> {
  const file = join(import.meta.dirname, 'phones-process.ts')
  const child = fork(file, [String(phones)], { execArgv: ['--import', 'tsx'] })
  const order = (order: PhonesOrder) => child.send(order)
  const end = () => child.kill('SIGKILL')
  // The boundary: the process says its ports first, and then what was heard.
  const [bystander = 0, ...ports] = (await answerOf(child, graceMs).catch((error: unknown) => {
    end()
    throw error
  })) as number[]
  return {
    ports,
    bystander,
    talk: (to, hearers) => order({ do: 'talk', to, hearers }),
    flood: (port, perSecond) => order({ do: 'flood', port, perSecond }),
    measure: async (seconds) => {
      order({ do: 'measure', seconds })
      return (await answerOf(child, seconds * 1000 + graceMs)) as Heard
    },
    end,
  }
}
