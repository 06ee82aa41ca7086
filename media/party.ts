import type { EndpointMemo } from './media.ts'

/** One leg's far end as the media room sees it: its descriptions, whatever carries its sound. */
export interface Party {
  /** Opens for the party's offer; gives our answer. Throws MediaRefusal, and then nothing stays open. */
  answer(offer: string): Promise<string>
  /** Opens, and gives our offer. Throws MediaRefusal, and then nothing stays open. */
  offer(): Promise<string>
  /** The party's answer to our offer. Throws MediaRefusal. */
  accept(answer: string): Promise<void>
  /** A further offer of the party; gives our answer. Throws MediaRefusal, and then all stays as it was. */
  reanswer(offer: string): Promise<string>
  /** An offer that leads a stranded party over a new path; undefined when it is not stranded. */
  reoffer(): Promise<string | undefined>
  /** What another process needs to go on; undefined while there is nothing to go on with. */
  memo(): EndpointMemo | undefined
  /** Opens as the party that a process before us had. Throws MediaRefusal, and then nothing stays open. */
  takeUp(memo: EndpointMemo): Promise<void>
  close(): void
}
