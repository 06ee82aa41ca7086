import type { Channel } from '../../core/policy.ts'
import { noteBusy } from './occupancy.ts'
import { nextRandom } from './prng.ts'
import { beginServing, isFree } from './routed-agent.ts'
import type { Acd, Membership, RoutedAgent, RoutedContact } from './state.ts'
import { strategies } from './strategies/strategies.ts'

const bits: Readonly<Record<Channel, number>> = { voice: 1, chat: 2 }
const callbackBit = 4

/** What an agent is free for, in bits. */
const freeFor = (agent: RoutedAgent): number =>
  (isFree(agent, 'voice') ? bits.voice : 0) +
  (isFree(agent, 'chat') ? bits.chat : 0) +
  (agent.callbackInProgress === undefined ? callbackBit : 0)

/** A membership is among the idle ones of its sub-queue exactly while the agent could take a contact from there. */
export function updateIdle(acd: Acd, agent: RoutedAgent): void {
  const free = freeFor(agent)
  if (free === agent.freeFor) return
  agent.freeFor = free
  for (const membership of agent.memberships) {
    if (isIdle(membership) === membership.place >= 0) continue
    if (membership.place < 0) insertIdle(acd, membership)
    else membership.subQueue.idle.remove(membership)
  }
}

/** A membership of a new sub-queue. */
export function joinIdle(acd: Acd, membership: Membership): void {
  if (isIdle(membership)) insertIdle(acd, membership)
}

function isIdle({ agent, subQueue: { requirement } }: Membership): boolean {
  const isCallingBack = requirement.callback === 'customer' && (agent.freeFor & callbackBit) === 0
  return (agent.freeFor & bits[requirement.channel]) !== 0 && !isCallingBack
}

function insertIdle(acd: Acd, membership: Membership): void {
  const { subQueue, tier, agent } = membership
  membership.since = agent.idleSince
  membership.rank = strategies[subQueue.rule.strategy].rank({
    membership,
    lastRank: subQueue.lastRanks.get(tier) ?? -1,
    members: subQueue.memberships.length,
    halfMs: acd.halfMs,
    random: () => nextRandom(acd.prng),
  })
  subQueue.idle.insert(membership)
}

/** The agent is offered this contact, and serves it until released from it. */
export function occupy(acd: Acd, agent: RoutedAgent, contact: RoutedContact, at: number): void {
  beginServing(agent, contact.id, contact.channel)
  // After a call there is wrap-up: the agent's own reducer says when he is ready again.
  if (contact.channel === 'voice') agent.ready = false
  noteBusy(agent.occupancy, true, at, acd.halfMs)
  updateIdle(acd, agent)
}
