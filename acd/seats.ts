import { nextChance } from './chance.ts'
import { noteBusy } from './occupancy.ts'
import { isFree } from './server.ts'
import type { Acd, Customer, Seat, Server } from './state.ts'
import { strategies } from './strategies/strategies.ts'

/** His seats are among the idle ones exactly where he could take a contact. */
export function takeSeats(acd: Acd, server: Server): void {
  const free = { voice: isFree(server, 'voice'), chat: isFree(server, 'chat') }
  for (const seat of server.seats) {
    const { channel, isCallback } = seat.line.asking
    const isIdle = free[channel] && !(isCallback && server.courts !== undefined)
    if (isIdle === seat.place >= 0) continue
    if (isIdle) beIdle(acd, seat)
    else seat.line.idle.remove(seat)
  }
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
  server.serving.set(customer.contact, customer.channel)
  // After a call there is wrap-up: he says himself when he is ready again.
  if (customer.channel === 'voice') server.ready = false
  noteBusy(server.occupancy, true, at, acd.halfMs)
  takeSeats(acd, server)
}
