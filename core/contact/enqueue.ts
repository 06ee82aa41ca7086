import type { EventOf } from '../event.ts'
import { hearMusic } from '../hearing.ts'
import { named, type PromptId, type QueueId } from '../names.ts'
import type { Step } from '../step.ts'
import type { Tenant } from '../tenant.ts'
import { lineOf, type Need, type OnLine } from './call.ts'
import type { Waiting } from './phases.ts'
import { recordWaiting } from './recording.ts'

/** Where a contact waits, since when, and for whom. */
type QueuePlace = Pick<
  EventOf<'contact.queued'>,
  'queue' | 'since' | 'agent' | 'skills' | 'priority'
>

/** From the flow, by a transfer, or back after a miss: music, and the queue's clock. */
export function enqueue(call: OnLine, event: QueuePlace, tenant: Tenant): Step<Waiting> {
  const { queue, since, agent } = event
  const wanted = agent ? { agent } : {}
  const { recorded, effects } = recordWaiting(call, queue, tenant)
  const waiting = { ...lineOf(call), recorded, need: needOf(event) }
  return {
    state: { ...waiting, phase: 'waiting', queue, since, ...wanted },
    conclusions: [],
    effects: [{ do: 'hear', rows: [hearMusic(call.caller, musicOf(queue, tenant))] }, ...effects],
  }
}

const needOf = ({ skills, priority }: Need): Need => ({
  ...(skills && { skills }),
  ...(priority === undefined ? {} : { priority }),
})

export const musicOf = (queue: QueueId, tenant: Tenant): PromptId =>
  tenant.queues.find((each) => each.id === queue)?.music ?? named<PromptId>('music/default')
