import { fork } from 'node:child_process'
import { join } from 'node:path'
import { answerOf } from './child-answer.ts'

/** `port` 0: the call is over. */
export type SoundOrder = { readonly phone: number; readonly port: number }

/** The RTP of many phones, in a process of its own: the process that watches the clock has nothing to do with it. */
export type PhoneSound = {
  /** Where each phone hears. */
  readonly ports: readonly number[]
  /** The phone sends there from now on; 0 for nowhere. */
  readonly send: (phone: number, port: number) => void
}

const graceMs = 20_000

/** It ends with this process. */
export async function openPhoneSound(phones: number): Promise<PhoneSound> {
  const file = join(import.meta.dirname, 'sound-process.ts')
  const child = fork(file, [String(phones)], { execArgv: ['--import', 'tsx'] })
  // The boundary: `sound-process.ts` says its ports and nothing else.
  const ports = (await answerOf(child, graceMs)) as readonly number[]
  return { ports, send: (phone, port) => child.send({ phone, port } satisfies SoundOrder) }
}
