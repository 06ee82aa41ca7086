import type { Channel } from '../../core/policy.ts'
import type { Acd, RoutedContact, Membership, RoutedAgent } from './state.ts'
import { strategies } from './strategies/strategies.ts'
import { nextRandom } from './prng.ts'
import { noteBusy } from './occupancy.ts'
import { beginServing, isFree } from './routed-agent.ts'

const bits: Readonly<Record<Channel, number>> = { voice: 1, chat: 2 }
const callbackBit = 4

/** What he is free for, in bits. */
const freeFor = (server: RoutedAgent): number =>
  (isFree(server, 'voice') ? bits.voice : 0) +
  (isFree(server, 'chat') ? bits.chat : 0) +
  (server.callbackInProgress === undefined ? callbackBit : 0)

/** His seats are among the idle ones exactly where he could take a contact. */
export function updateIdle(acd: Acd, server: RoutedAgent): void {
  const free = freeFor(server)
  if (free === server.freeFor) return
  server.freeFor = free
  for (const seat of server.memberships) {
    if (isIdle(seat) === seat.place >= 0) continue
    if (seat.place < 0) beIdle(acd, seat)
    else seat.subQueue.idle.remove(seat)
  }
}

/** A seat in a new line. */
export function joinIdle(acd: Acd, seat: Membership): void {
  if (isIdle(seat)) beIdle(acd, seat)
}

function isIdle({ agent: server, subQueue: { requirement: asking } }: Membership): boolean {
  const isCourting = asking.callback === 'customer' && (server.freeFor & callbackBit) === 0
  return (server.freeFor & bits[asking.channel]) !== 0 && !isCourting
}

function beIdle(acd: Acd, seat: Membership): void {
  const { subQueue: line, tier, agent: server } = seat
  seat.since = server.idleSince
  seat.rank = strategies[line.rule.strategy].rank({
    membership: seat,
    lastRank: line.lastRanks.get(tier) ?? -1,
    members: line.memberships.length,
    halfMs: acd.halfMs,
    random: () => nextRandom(acd.prng),
  })
  line.idle.insert(seat)
}

/** He is offered this contact, which he serves until he is released from it. */
export function occupy(acd: Acd, server: RoutedAgent, customer: RoutedContact, at: number): void {
  beginServing(server, customer.id, customer.channel)
  // After a call there is wrap-up: he says himself when he is ready again.
  if (customer.channel === 'voice') server.ready = false
  noteBusy(server.occupancy, true, at, acd.halfMs)
  updateIdle(acd, server)
}
