import type { HopCandidate } from '../hop.ts'
import type { Response } from '../message/message.ts'
import { moveTo, type OutgoingRequest } from '../message/outgoing-request.ts'
import { headerOf } from '../message/scan.ts'
import type { ClientUser } from './client-end.ts'

/**
 * Sends a request to the places of its target one after the other, RFC 3263 section 4.3, a transaction at each: on from
 * one that refuses with 503, is not reached, or says nothing at all. The user hears of one outcome.
 */
export function failOver(
  request: OutgoingRequest,
  user: ClientUser,
  start: (user: ClientUser) => void,
): void {
  const candidates = request.hop.candidates?.(request.text.length)
  if (!candidates) start(user)
  else if (candidates instanceof Promise)
    void candidates.then((found) => tryNext(found, { request, user, start }))
  else tryNext(candidates, { request, user, start })
}

type Failover = {
  readonly request: OutgoingRequest
  readonly user: ClientUser
  readonly start: (user: ClientUser) => void
}

function tryNext([candidate, ...rest]: readonly HopCandidate[], failover: Failover): void {
  const { request, user, start } = failover
  if (!candidate || user.isOver?.()) {
    user.onFailure(candidate ? 408 : 503)
    user.onEnd()
    return
  }
  moveTo(request, candidate.open())
  start(userAtCandidate(candidate, rest, failover))
}

/** The user of the transaction at one place. */
function userAtCandidate(
  candidate: HopCandidate,
  rest: readonly HopCandidate[],
  failover: Failover,
): ClientUser {
  const { user } = failover
  let isHeard = false
  let isRinging = false
  let isLeft = false
  const mayGoOn = () => rest.length > 0 && !user.isOver?.()
  const goOn = (seconds?: number) => {
    isLeft = true
    candidate.avoid(seconds)
    tryNext(rest, failover)
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
        if (!isHeard) candidate.avoid()
        user.onFailure(status)
      }
    },
    onEnd: () => {
      if (!isLeft) user.onEnd()
    },
  }
}

/** A server that wants to be left alone for longer than some minutes is asked again all the same. */
const mostSeconds = 300

function retryAfter(response: Response): number | undefined {
  const seconds = Number.parseInt(headerOf(response, 'retry-after') ?? '', 10)
  return seconds > 0 ? Math.min(seconds, mostSeconds) : undefined
}
