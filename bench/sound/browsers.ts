import { fork } from 'node:child_process'
import { join } from 'node:path'
import { answerOf } from '../child-answer.ts'
import type { Heard } from './heard.ts'

export type BrowsersOrder =
  | { readonly do: 'answer'; readonly offer: string }
  | { readonly do: 'talk' }
  | { readonly do: 'measure'; readonly seconds: number }

/** WebRTC peers in a process of their own, so that their CPU time is not counted. */
export type Browsers = {
  /** One more, which answers this offer; one at a time. */
  readonly answer: (offer: string) => Promise<string>
  /** All talk from now on; resolves when the DTLS session of each is there. */
  readonly talk: () => Promise<void>
  readonly measure: (seconds: number) => Promise<Heard>
  readonly end: () => void
}

const graceMs = 30_000

export async function openBrowsers(): Promise<Browsers> {
  const file = join(import.meta.dirname, 'browsers-process.ts')
  const child = fork(file, { execArgv: ['--import', 'tsx'] })
  // One listener for each answer that is waited for.
  child.setMaxListeners(0)
  const ask = (order: BrowsersOrder, limitMs = graceMs): Promise<unknown> => {
    const answer = answerOf(child, limitMs)
    child.send(order)
    return answer
  }
  const end = () => child.kill('SIGKILL')
  await answerOf(child, graceMs).catch((error: unknown) => {
    end()
    throw error
  })
  return {
    // The boundary: `browsers-process.ts` answers so, and says nothing unasked.
    answer: async (offer) => (await ask({ do: 'answer', offer })) as string,
    talk: async () => {
      await ask({ do: 'talk' })
    },
    measure: async (seconds) =>
      (await ask({ do: 'measure', seconds }, seconds * 1000 + graceMs)) as Heard,
    end,
  }
}
