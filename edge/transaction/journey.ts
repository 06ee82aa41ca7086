import type { ClientUser } from './client-end.ts'
import { headerOf, type Response } from '../message/message.ts'
import { moveTo, type OutgoingRequest } from '../message/outgoing-request.ts'
import type { Way } from '../transport/hop.ts'

/**
 * Sends a request to the places of its target one after the other, RFC 3263 section 4.3, a transaction at each: on from
 * one that refuses with 503, is not reached, or says nothing at all. The user hears of one outcome.
 */
export function travel(
  request: OutgoingRequest,
  user: ClientUser,
  depart: (user: ClientUser) => void,
): void {
  const ways = request.hop.ways?.(request.text.length)
  if (!ways) depart(user)
  else if (ways instanceof Promise)
    void ways.then((found) => tryNext(found, { request, user, depart }))
  else tryNext(ways, { request, user, depart })
}

type Journey = {
  readonly request: OutgoingRequest
  readonly user: ClientUser
  readonly depart: (user: ClientUser) => void
}

function tryNext([way, ...rest]: readonly Way[], journey: Journey): void {
  const { request, user, depart } = journey
  if (!way || user.isOver?.()) {
    user.onFailure(way ? 408 : 503)
    user.onEnd()
    return
  }
  moveTo(request, way.open())
  depart(createLeg(way, rest, journey))
}

/** The user of the transaction at one place. */
function createLeg(way: Way, rest: readonly Way[], journey: Journey): ClientUser {
  const { user } = journey
  let isHeard = false
  let isRinging = false
  let isLeft = false
  const mayGoOn = () => rest.length > 0 && !user.isOver?.()
  const goOn = (seconds?: number) => {
    isLeft = true
    way.avoid(seconds)
    tryNext(rest, journey)
  }
  return {
    onResponse: (response) => {
      if (isLeft) return
      isHeard = true
      if (response.status === 503 && !isRinging && mayGoOn()) goOn(retryAfter(response))
      else {
        isRinging ||= response.status > 100
        user.onResponse(response)
      }
    },
    onFailure: (status) => {
      if (!isHeard && mayGoOn()) goOn()
      else {
        if (!isHeard) way.avoid()
        user.onFailure(status)
      }
    },
    onEnd: () => {
      if (!isLeft) user.onEnd()
    },
  }
}

/** A server that wants to be left alone for longer than some minutes is asked again all the same. */
const MOST_SECONDS = 300

function retryAfter(response: Response): number | undefined {
  const seconds = Number.parseInt(headerOf(response, 'retry-after') ?? '', 10)
  return seconds > 0 ? Math.min(seconds, MOST_SECONDS) : undefined
}
