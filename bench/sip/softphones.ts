import { fork } from 'node:child_process'
import { join } from 'node:path'
import { answerOf } from '../child-answer.ts'

export type SoftphoneOrder = {
  readonly phones: number
  readonly wsPort: number
  /** Key of the sittings. */
  readonly secret: string
  /** Each registers again so often. */
  readonly refreshSeconds: number
}

/** Refreshes that were answered 200, and all others, since the last time it was asked. */
export type Refreshed = { readonly answered: number; readonly refused: number }

/** Browsers' softphones, registered over WebSocket, in a process of their own. */
export type Softphones = { refreshed(): Promise<Refreshed>; end(): void }

const [openMs, perPhoneMs] = [60_000, 20]

/** Resolves when all are registered. */
export async function startSoftphones(order: SoftphoneOrder): Promise<Softphones> {
  const file = join(import.meta.dirname, 'softphones-process.ts')
  const child = fork(file, [JSON.stringify(order)], { execArgv: ['--import', 'tsx'] })
  const end = (): void => void child.kill('SIGKILL')
  await answerOf(child, openMs + order.phones * perPhoneMs).catch((error: unknown) => {
    end()
    throw error
  })
  return {
    async refreshed() {
      child.send('refreshed?')
      return (await answerOf(child, openMs)) as Refreshed
    },
    end,
  }
}
