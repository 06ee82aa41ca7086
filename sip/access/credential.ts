import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * A password that a login issues for one sitting. It is the HMAC-SHA256 of the user name under a key that centre and
 * voice share, and the name carries its own expiry, so that voice checks it while the centre is away.
 */
export type DeviceCredential = { readonly user: string; readonly password: string }

/** `1001~<expiry, s, base 36>~<nonce>`: who sits, until when. */
export function issueCredential(
  key: string,
  who: string,
  expiresAtMs: number,
  nonce: string,
): DeviceCredential {
  const user = `${who}~${Math.floor(expiresAtMs / 1000).toString(36)}~${nonce}`
  return { user, password: passwordOf(key, user) }
}

/** The password that belongs to a sitting's user name, whatever its expiry. */
export function passwordOf(key: string, user: string): string {
  return createHmac('sha256', key).update(`sip:${user}`).digest('base64url')
}

/** The person behind a sitting's user name; undefined when malformed or expired. */
export function ownerOfCredential(user: string, nowMs: number): string | undefined {
  const [who, expiry, nonce] = user.split('~')
  if (!who || !expiry || !nonce) return undefined
  const expiresAtMs = parseInt(expiry, 36) * 1000
  return expiresAtMs > nowMs ? who : undefined
}

/** Compares two secrets without telling by time where they differ. */
export function isSameSecret(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
