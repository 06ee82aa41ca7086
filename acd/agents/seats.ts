import type { Channel } from '../../core/policy.ts'
import type { Acd, Customer, Seat, Server } from '../state.ts'
import { strategies } from '../strategies/strategies.ts'
import { nextChance } from './chance.ts'
import { noteBusy } from './occupancy.ts'
import { beginServing, isFree } from './server.ts'

const bits: Readonly<Record<Channel, number>> = { voice: 1, chat: 2 }
const callbackBit = 4

/** What he is free for, in bits. */
const freeFor = (server: Server): number =>
  (isFree(server, 'voice') ? bits.voice : 0) +
  (isFree(server, 'chat') ? bits.chat : 0) +
  (server.courts === undefined ? callbackBit : 0)

/** His seats are among the idle ones exactly where he could take a contact. */
export function takeSeats(acd: Acd, server: Server): void {
  const free = freeFor(server)
  if (free === server.freeFor) return
  server.freeFor = free
  for (const seat of server.seats) {
    if (isIdle(seat) === seat.place >= 0) continue
    if (seat.place < 0) beIdle(acd, seat)
    else seat.line.idle.remove(seat)
  }
}

/** A seat in a new line. */
export function takeSeat(acd: Acd, seat: Seat): void {
  if (isIdle(seat)) beIdle(acd, seat)
}

function isIdle({ server, line: { asking } }: Seat): boolean {
  const isCourting = asking.callback === 'customer' && (server.freeFor & callbackBit) === 0
  return (server.freeFor & bits[asking.channel]) !== 0 && !isCourting
}

function beIdle(acd: Acd, seat: Seat): void {
  const { line, tier, server } = seat
  seat.since = server.idleSince
  seat.rank = strategies[line.rule.strategy].rank({
    seat,
    turn: line.turns.get(tier) ?? -1,
    seats: line.seats.length,
    halfMs: acd.halfMs,
    draw: () => nextChance(acd.chance),
  })
  line.idle.insert(seat)
}

/** He is offered this contact, which he serves until he is released from it. */
export function occupy(acd: Acd, server: Server, customer: Customer, at: number): void {
  beginServing(server, customer.contact, customer.channel)
  // After a call there is wrap-up: he says himself when he is ready again.
  if (customer.channel === 'voice') server.ready = false
  noteBusy(server.occupancy, true, at, acd.halfMs)
  takeSeats(acd, server)
}
