import type { QueueRule } from '../../core/policy.ts'
import { countWaiting, positionOf } from '../router/routed-queue.ts'
import { passedAgents } from '../router/offer-reason.ts'
import type { RoutedContact, AcdContext } from '../router/state.ts'
import { type Expected, expectedWait, plainForecast } from '../router/expected-wait.ts'

/** Tells a caller the place and the expected wait; later on only what has improved. */
export function announce(turn: AcdContext, customer: RoutedContact, isNew: boolean): void {
  const { id: contact, told, callback, entry } = customer
  if (callback || !entry) return
  const { rule, queue } = entry.subQueue
  customer.announceAt = turn.at + rule.announce.everySeconds * 1000
  const position = positionOf(queue, entry)
  const nominalMs = plainForecast(queue.throughput, position)
  const expected = nominalMs === undefined ? undefined : expectedWait(queue.throughput, nominalMs)
  const tells = tellingOf(customer, rule, position, expected)
  if (!isNew && !tells.position && tells.waitSeconds === undefined) return
  customer.told = {
    ...told,
    position,
    ...(tells.waitSeconds !== undefined && { waitSeconds: tells.waitSeconds }),
  }
  turn.conclusions.push({
    type: 'contact.positioned',
    ...{
      contact,
      queue: queue.id,
      position,
      waiting: countWaiting(queue),
      first: told === undefined,
    },
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
