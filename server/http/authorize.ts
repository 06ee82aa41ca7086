import type { Request, Response } from 'express'
import type { Role } from '../../core/tenant.ts'
import { HttpRefusal } from './http-refusal.ts'
import type { RouteContext } from './route-context.ts'
import type { TokenHolder } from './token.ts'

export type LoggedInPerson = Extract<TokenHolder, { kind: 'person' }>

const cookieName = 'callwright'

/** The token of a request: the header first, which a page of another origin cannot set. */
export function tokenOf(request: Request): string | undefined {
  const [scheme, given] = request.get('authorization')?.split(' ') ?? []
  if (scheme?.toLowerCase() === 'bearer' && given) return given
  return isFromOurPages(request) ? cookieOf(request) : undefined
}

/** A cookie goes along with whatever another site makes a browser send; the header Sec-Fetch-Site tells the two apart. */
function isFromOurPages(request: Request): boolean {
  const site = request.get('sec-fetch-site')
  return site === undefined || site === 'same-origin' || site === 'none'
}

function cookieOf(request: Request): string | undefined {
  const pairs = request.get('cookie')?.split(';') ?? []
  const pair = pairs.find((each) => each.trim().startsWith(`${cookieName}=`))
  return pair?.trim().slice(cookieName.length + 1)
}

export function setCookie(response: Response, token: string, expiresAt: number, secure: boolean) {
  response.cookie(cookieName, token, {
    httpOnly: true,
    sameSite: 'strict',
    secure,
    path: '/api',
    expires: new Date(expiresAt),
  })
}

export function clearCookie(response: Response): void {
  response.clearCookie(cookieName, { path: '/api' })
}

/** The person who asks. Throws 401 without a valid session, 403 for another role. */
export function authorize(
  { tokens }: Pick<RouteContext, 'tokens'>,
  request: Request,
  ...roles: Role[]
): LoggedInPerson {
  const who = tokens.verify(tokenOf(request) ?? '')?.who
  if (who?.kind !== 'person')
    throw new HttpRefusal(401, 'not-authorized', 'Log in first: the session is missing or over.')
  if (roles.length > 0 && !roles.includes(who.role))
    throw new HttpRefusal(403, 'not-authorized', `This is for ${roles.join(' and ')} only.`)
  return who
}
