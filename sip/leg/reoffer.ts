import { setTimeout as sleep } from 'node:timers/promises'
import type { LegId } from '../../core/names.ts'
import { type SipDialog, sendReinvite } from '../dialog.ts'
import { statusOf } from '../message.ts'
import type { Legs } from './legs.ts'

/** Whoever can answer at all does so at once: nobody is asked anything. */
const limitMs = 4000
/** Of offers that crossed the party's own. */
const mostTries = 3
const pending = 491

/**
 * Sends a re-INVITE with the offer; gives the answer, or undefined when there is nothing to offer any more. An offer
 * that crosses the party's own is made anew a little later, RFC 3261 section 14.1. Rejects when the leg is not in a
 * dialog, or the party refuses or is silent.
 */
export async function reoffer(
  leg: LegId,
  makeOffer: () => Promise<string | undefined>,
  legs: Legs,
): Promise<string | undefined> {
  for (let tries = 1; ; tries++) {
    const { dialog, isOurs } = await confirmed(leg, legs)
    const offer = await makeOffer()
    if (offer === undefined) return undefined
    try {
      const answer = await withinLimit(sendReinvite(dialog, offer))
      legs.described(leg)
      return answer
    } catch (error) {
      if (statusOf(error) !== pending || tries === mostTries) throw error
      await sleep(glareMs(isOurs))
    }
  }
}

/** In units of 10 ms; who made the Call-ID waits longer. */
const glareMs = (isOurs: boolean): number =>
  10 * Math.floor(isOurs ? 210 + Math.random() * 190 : Math.random() * 200)

/** A re-INVITE may follow the ACK only. */
async function confirmed(leg: LegId, legs: Legs): Promise<{ dialog: SipDialog; isOurs: boolean }> {
  const phase = legs.phaseOf(leg)
  if (phase?.is === 'talking') return phase
  if (phase?.is !== 'unconfirmed') throw new Error(`leg ${leg} has no dialog`)
  await withinLimit(phase.acknowledged)
  return { dialog: phase.dialog, isOurs: false }
}

async function withinLimit<Result>(result: Promise<Result>): Promise<Result> {
  const limit = new AbortController()
  const tooLong = sleep(limitMs, undefined, { signal: limit.signal }).then(() => {
    throw new Error('the party does not answer our offer')
  })
  return Promise.race([result, tooLong]).finally(() => limit.abort())
}
