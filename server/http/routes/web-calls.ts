import { randomBytes } from 'node:crypto'
import { Router } from 'express'
import { type WebCall, webCallBody } from '../../../cti/api.ts'
import { createAttempts } from '../attempts.ts'
import { read, HttpRefusal } from '../http-refusal.ts'
import type { RouteContext } from '../route-context.ts'
import { issueSipAccount } from '../sip-account.ts'

/** Long enough for any wait and talk; the account serves this one call. */
const callMs = 4 * 3600 * 1000
/** Nobody logs in for a web call, so one address may not make them without end. */
const mostCalls = 30
const windowMs = 60_000

export function webCalls({ config, centre, tokens }: RouteContext): Router {
  const router = Router()
  const ofAddress = createAttempts(mostCalls, windowMs)

  router.post('/web-calls', (request, response) => {
    const { number, name } = read(webCallBody, request.body)
    const address = request.socket.remoteAddress ?? ''
    ofAddress.check(address)
    ofAddress.count(address)
    const { hotlines } = centre.board().tenant
    if (!hotlines.some((hotline) => hotline.number === number))
      throw new HttpRefusal(404, 'unknown-number', 'That number is not one of our hotlines.')
    const id = `web-${randomBytes(6).toString('hex')}`
    const expiresAt = Date.now() + callMs
    const body: WebCall = {
      token: tokens.issue({ kind: 'caller', id, number }, expiresAt),
      sip: {
        ...issueSipAccount(config, id, expiresAt),
        ...(name !== undefined && { displayName: name }),
      },
      target: `sip:${number}@${config.sipDomain}`,
    }
    response.status(201).json(body)
  })
  return router
}
