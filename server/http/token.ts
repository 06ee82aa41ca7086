import { createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { type AgentId, named } from '../../core/names.ts'
import type { Role } from '../../core/tenant.ts'
import { isSameSecret, keyFor } from '../secret/secret.ts'

/** Who holds a token: a person who logged in, or a customer with one web call (`id` is the leg's `from`). */
export type TokenHolder =
  | {
      readonly kind: 'person'
      readonly id: AgentId
      readonly name: string
      readonly role: Role
      readonly device: 'softphone' | 'phone'
    }
  | { readonly kind: 'caller'; readonly id: string; readonly number: string }

const claims = z.object({
  who: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('person'),
      id: z.string().transform((id) => named<AgentId>(id)),
      name: z.string(),
      role: z.enum(['agent', 'supervisor', 'admin']),
      device: z.enum(['softphone', 'phone']),
    }),
    z.object({ kind: z.literal('caller'), id: z.string(), number: z.string() }),
  ]),
  /** ms since the epoch. */
  expiresAt: z.number(),
  /** Sets apart the sessions of one person. */
  nonce: z.string(),
})
type Claims = z.infer<typeof claims>

/** Tokens that need no memory: who, until when, and an HMAC. So they outlive a kill of the centre. */
export type Tokens = {
  issue(who: TokenHolder, expiresAt: number): string
  /** Undefined for one that is forged, expired or revoked. */
  verify(token: string): Claims | undefined
  /** Holds in this life of the process. */
  revoke(token: string): void
}

export function createTokens(secret: string): Tokens {
  const key = keyFor('session', secret)
  const revoked = new Map<string, number>()
  const sign = (body: string) => createHmac('sha256', key).update(body).digest('base64url')

  return {
    issue(who, expiresAt) {
      const nonce = randomBytes(9).toString('base64url')
      const body = Buffer.from(JSON.stringify({ who, expiresAt, nonce })).toString('base64url')
      return `${body}.${sign(body)}`
    },
    verify(token) {
      const [body = '', signature = ''] = token.split('.')
      if (!isSameSecret(signature, sign(body))) return undefined
      const read = claims.parse(JSON.parse(Buffer.from(body, 'base64url').toString()))
      return read.expiresAt > Date.now() && !revoked.has(read.nonce) ? read : undefined
    },
    revoke(token) {
      const read = this.verify(token)
      if (!read) return
      for (const [nonce, expiresAt] of revoked) if (expiresAt <= Date.now()) revoked.delete(nonce)
      revoked.set(read.nonce, read.expiresAt)
    },
  }
}
