import { type Request, Router } from 'express'
import { loginBody, type Session } from '../../../cti/api.ts'
import type { Config } from '../../config/config.ts'
import type { Login } from '../../store/people.ts'
import { createAttempts } from '../attempts.ts'
import { clearCookie, type LoggedInPerson, authorize, setCookie, tokenOf } from '../authorize.ts'
import { read, HttpRefusal } from '../http-refusal.ts'
import type { RouteContext } from '../route-context.ts'
import { issueSipAccount } from '../sip-account.ts'
import type { TokenHolder } from '../token.ts'

const sessionMs = 12 * 3600 * 1000
const attemptWindowMs = 60_000
/** Wrong passwords in one window: for one user from one address, and for all users from one address. */
const mostForOne = 5
const mostForAll = 50

export function sessions(context: RouteContext): Router {
  const { config, centre, tokens } = context
  const router = Router()
  const logIn = guardedLogin(context)

  router.post('/sessions', async (request, response) => {
    const { person, demo } = await logIn(request)
    if (demo && !isLoopback(config.host)) throw demoRefusal()
    const { id, name, role, phone } = person
    const device = phone === undefined ? 'softphone' : 'phone'
    const expiresAt = Date.now() + sessionMs
    const token = tokens.issue({ kind: 'person', id, name, role, device }, expiresAt)
    if (role === 'agent') await centre.put({ type: 'agent.loggedOn', agent: id })
    setCookie(response, token, expiresAt, config.tls !== undefined)
    response.status(201).json(sessionOf(config, token, expiresAt, { id, name, role, device }))
  })

  router.get('/sessions/current', async (request, response) => {
    const me = authorize(context, request)
    const token = tokenOf(request) ?? ''
    const expiresAt = tokens.verify(token)?.expiresAt ?? 0
    if (isLoggedOff(context, me)) await centre.put({ type: 'agent.loggedOn', agent: me.id })
    response.json(sessionOf(config, token, expiresAt, me))
  })

  router.delete('/sessions/current', async (request, response) => {
    const me = authorize(context, request)
    tokens.revoke(tokenOf(request) ?? '')
    if (me.role === 'agent')
      await centre.put({ type: 'agent.asked', agent: me.id, ask: { ask: 'logOff' } })
    clearCookie(response)
    response.status(204).end()
  })
  return router
}

/** Checks user and password; wrong ones are counted, and too many are not even checked. */
function guardedLogin({ store }: RouteContext): (request: Request) => Promise<Login> {
  const ofOne = createAttempts(mostForOne, attemptWindowMs)
  const ofAll = createAttempts(mostForAll, attemptWindowMs)
  return async (request) => {
    const { user, password } = read(loginBody, request.body)
    const address = request.socket.remoteAddress ?? ''
    const one = `${user} ${address}`
    ofOne.check(one)
    ofAll.check(address)
    const login = await store().authenticate(user, password)
    if (login) {
      ofOne.forget(one)
      return login
    }
    ofOne.count(one)
    ofAll.count(address)
    throw new HttpRefusal(401, 'bad-credentials', 'User or password is wrong.')
  }
}

function sessionOf(
  config: Config,
  token: string,
  expiresAt: number,
  { id, name, role, device }: Omit<Extract<TokenHolder, { kind: 'person' }>, 'kind'>,
): Session {
  const me = { id, name, role, device }
  const hasSoftphone = role === 'agent' && device === 'softphone'
  return {
    token,
    expiresAt,
    me,
    ...(hasSoftphone && { sip: issueSipAccount(config, id, expiresAt) }),
  }
}

/** A page that comes back after its agent was logged off elsewhere has still a good session: it sits down again. */
function isLoggedOff({ centre }: RouteContext, { id, role }: LoggedInPerson): boolean {
  return role === 'agent' && centre.board().agents.get(id)?.state === 'loggedOff'
}

const isLoopback = (host: string): boolean => host.startsWith('127.')

const demoRefusal = (): HttpRefusal =>
  new HttpRefusal(
    403,
    'demo-password',
    'This password is published. Start with HOST=127.0.0.1, and let the administrator give this person another.',
  )
