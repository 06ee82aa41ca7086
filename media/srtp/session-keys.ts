import { createCipheriv } from 'node:crypto'
import type { Suite } from './suites.ts'

/** Keys of one direction, for RTP or for RTCP. */
export type SessionKeys = {
  readonly cipher: Buffer
  /** Of HMAC-SHA1; empty where the cipher itself authenticates. */
  readonly auth: Buffer
  readonly salt: Buffer
}

/** RFC 3711 section 4.3.2. */
const labels = {
  rtp: { cipher: 0, auth: 1, salt: 2 },
  rtcp: { cipher: 3, auth: 4, salt: 5 },
} as const
const authBytes = 20

/** Derives the keys of one kind of packet from `master`, key and salt together (RFC 3711 section 4.3.1, rate 0). */
export function sessionKeys(suite: Suite, master: Uint8Array, kind: 'rtp' | 'rtcp'): SessionKeys {
  const { keyBytes, saltBytes, mode } = suite
  const key = master.subarray(0, keyBytes)
  const salt = master.subarray(keyBytes, keyBytes + saltBytes)
  const derive = (label: number, bytes: number): Buffer => {
    // A salt of 96 bits counts as one of 112 with zeros behind it, RFC 7714 section 11.
    const iv = Buffer.alloc(16)
    iv.set(salt)
    iv[7] = (iv[7] ?? 0) ^ label
    return createCipheriv(`aes-${keyBytes === 16 ? 128 : 256}-ctr`, key, iv).update(
      Buffer.alloc(bytes),
    )
  }
  const { cipher, auth, salt: salting } = labels[kind]
  return {
    cipher: derive(cipher, keyBytes),
    auth: mode === 'cm' ? derive(auth, authBytes) : Buffer.alloc(0),
    salt: derive(salting, saltBytes),
  }
}
