import { createCipheriv, createDecipheriv } from 'node:crypto'
import {
  indexIn,
  indexWord,
  indexWordBytes,
  type Protection,
  rtcpHeaderBytes,
  rtpHeaderBytes,
} from './protection.ts'
import type { SessionKeys } from './session-keys.ts'

const tagBytes = 16

/** AES-GCM, RFC 7714. */
export class Galois implements Protection {
  readonly #rtp: SessionKeys
  readonly #rtcp: SessionKeys

  constructor(rtp: SessionKeys, rtcp: SessionKeys) {
    this.#rtp = rtp
    this.#rtcp = rtcp
  }

  sealRtp(packet: Uint8Array, index: number): Buffer {
    const head = packet.subarray(0, rtpHeaderBytes(packet))
    const iv = ivOf(this.#rtp, packet, 8, index)
    return Buffer.concat([head, ...seal(this.#rtp, iv, head, packet.subarray(head.length))])
  }

  openRtp(packet: Uint8Array, index: number): Buffer | undefined {
    const head = packet.subarray(0, rtpHeaderBytes(packet))
    const iv = ivOf(this.#rtp, packet, 8, index)
    const body = open(this.#rtp, iv, head, packet.subarray(head.length))
    return body && Buffer.concat([head, body])
  }

  /** Section 9: the word with the index stands behind the tag, and is authenticated. */
  sealRtcp(packet: Uint8Array, index: number): Buffer {
    const [head, word] = [packet.subarray(0, rtcpHeaderBytes), indexWord(index)]
    const iv = ivOf(this.#rtcp, packet, 4, index)
    const known = Buffer.concat([head, word])
    const sealed = seal(this.#rtcp, iv, known, packet.subarray(rtcpHeaderBytes))
    return Buffer.concat([head, ...sealed, word])
  }

  openRtcp(packet: Uint8Array, index: number): Buffer | undefined {
    const head = packet.subarray(0, rtcpHeaderBytes)
    const iv = ivOf(this.#rtcp, packet, 4, index)
    const known = Buffer.concat([head, indexWord(index)])
    const sealed = packet.subarray(rtcpHeaderBytes, packet.length - indexWordBytes)
    const body = open(this.#rtcp, iv, known, sealed)
    return body && Buffer.concat([head, body])
  }

  rtcpIndexOf(packet: Uint8Array): number | undefined {
    return indexIn(packet, packet.length - indexWordBytes)
  }
}

/** Section 8.1: two zero bytes, SSRC, rollover counter and sequence number (RTCP: index), exclusive-or the salt. */
function ivOf({ salt }: SessionKeys, packet: Uint8Array, ssrcAt: number, index: number): Buffer {
  const iv = Buffer.alloc(12)
  iv.set(packet.subarray(ssrcAt, ssrcAt + 4), 2)
  iv.writeUIntBE(index, 6, 6)
  for (let byte = 0; byte < iv.length; byte++) iv[byte] = (iv[byte] ?? 0) ^ (salt[byte] ?? 0)
  return iv
}

const algorithmOf = ({ cipher }: SessionKeys) =>
  cipher.length === 16 ? ('aes-128-gcm' as const) : ('aes-256-gcm' as const)

function seal(keys: SessionKeys, iv: Buffer, known: Uint8Array, plain: Uint8Array): Buffer[] {
  const cipher = createCipheriv(algorithmOf(keys), keys.cipher, iv)
  cipher.setAAD(known)
  return [cipher.update(plain), cipher.final(), cipher.getAuthTag()]
}

function open(
  keys: SessionKeys,
  iv: Buffer,
  known: Uint8Array,
  sealed: Uint8Array,
): Buffer | undefined {
  if (sealed.length < tagBytes) return undefined
  const end = sealed.length - tagBytes
  const decipher = createDecipheriv(algorithmOf(keys), keys.cipher, iv)
  decipher.setAAD(known)
  decipher.setAuthTag(sealed.subarray(end))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()])
  } catch {
    // The library's way to say that the tag is wrong.
    return undefined
  }
}
