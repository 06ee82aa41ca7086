import type { QueueRule } from '../../core/policy.ts'
import { type Expected, expectedWait, plainForecast } from '../router/expected-wait.ts'
import { passedAgents } from '../router/offer-reason.ts'
import { countWaiting, positionOf } from '../router/routed-queue.ts'
import type { AcdContext, RoutedContact } from '../router/state.ts'

/** Tells a caller the place and the expected wait; later on only what has improved. */
export function announce(context: AcdContext, contact: RoutedContact, isNew: boolean): void {
  const { id, told, callback, entry } = contact
  if (callback || !entry) return
  const { rule, queue } = entry.subQueue
  contact.announceAt = context.at + rule.announce.everySeconds * 1000
  const position = positionOf(queue, entry)
  const nominalMs = plainForecast(queue.throughput, position)
  const expected = nominalMs === undefined ? undefined : expectedWait(queue.throughput, nominalMs)
  const tells = tellingOf(contact, rule, position, expected)
  if (!isNew && !tells.position && tells.waitSeconds === undefined) return
  contact.told = {
    ...told,
    position,
    ...(tells.waitSeconds !== undefined && { waitSeconds: tells.waitSeconds }),
  }
  context.conclusions.push({
    type: 'contact.positioned',
    contact: id,
    queue: queue.id,
    position,
    waiting: countWaiting(queue),
    first: told === undefined,
    tells,
    ...(expected && { expected }),
    ...(isNew && { passed: passedAgents(entry.subQueue, undefined) }),
  })
}

function tellingOf(
  { told }: RoutedContact,
  { announce }: QueueRule,
  position: number,
  expected: Expected | undefined,
): { readonly position: boolean; readonly waitSeconds?: number } {
  const step = announce.roundToSeconds
  const waitSeconds =
    announce.wait && expected
      ? Math.max(1, Math.ceil(expected.p50Ms / 1000 / step)) * step
      : undefined
  return {
    position: announce.position && position < (told?.position ?? Infinity),
    ...(waitSeconds !== undefined &&
      waitSeconds < (told?.waitSeconds ?? Infinity) && { waitSeconds }),
  }
}
