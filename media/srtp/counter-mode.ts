import { createCipheriv, createHmac, timingSafeEqual } from 'node:crypto'
import {
  indexIn,
  indexWord,
  indexWordBytes,
  type Protection,
  rtcpHeaderBytes,
  rtpHeaderBytes,
} from './protection.ts'
import type { SessionKeys } from './session-keys.ts'

/** Of RTCP, whatever RTP has: RFC 4568 section 6.2.2. */
const rtcpTagBytes = 10

/** AES in counter mode with HMAC-SHA1, RFC 3711 sections 4.1.1 and 4.2.1. */
export class CounterMode implements Protection {
  readonly #rtp: SessionKeys
  readonly #rtcp: SessionKeys
  readonly #tagBytes: number

  constructor(rtp: SessionKeys, rtcp: SessionKeys, tagBytes: number) {
    this.#rtp = rtp
    this.#rtcp = rtcp
    this.#tagBytes = tagBytes
  }

  sealRtp(packet: Uint8Array, index: number): Buffer {
    const head = rtpHeaderBytes(packet)
    const sealed = Buffer.concat([
      packet.subarray(0, head),
      crypt(this.#rtp, packet, head, 8, index),
    ])
    return Buffer.concat([sealed, rtpTag(this.#rtp, sealed, index, this.#tagBytes)])
  }

  openRtp(packet: Uint8Array, index: number): Buffer | undefined {
    const end = packet.length - this.#tagBytes
    const head = rtpHeaderBytes(packet)
    if (head > end) return undefined
    const sealed = packet.subarray(0, end)
    const tag = rtpTag(this.#rtp, sealed, index, this.#tagBytes)
    if (!timingSafeEqual(tag, packet.subarray(end))) return undefined
    return Buffer.concat([sealed.subarray(0, head), crypt(this.#rtp, sealed, head, 8, index)])
  }

  sealRtcp(packet: Uint8Array, index: number): Buffer {
    const body = crypt(this.#rtcp, packet, rtcpHeaderBytes, 4, index)
    const sealed = Buffer.concat([packet.subarray(0, rtcpHeaderBytes), body, indexWord(index)])
    return Buffer.concat([sealed, tagOf(this.#rtcp, [sealed], rtcpTagBytes)])
  }

  openRtcp(packet: Uint8Array, index: number): Buffer | undefined {
    const end = packet.length - rtcpTagBytes
    const sealed = packet.subarray(0, end)
    const tag = tagOf(this.#rtcp, [sealed], rtcpTagBytes)
    if (!timingSafeEqual(tag, packet.subarray(end))) return undefined
    const whole = sealed.subarray(0, end - indexWordBytes)
    const body = crypt(this.#rtcp, whole, rtcpHeaderBytes, 4, index)
    return Buffer.concat([whole.subarray(0, rtcpHeaderBytes), body])
  }

  rtcpIndexOf(packet: Uint8Array): number | undefined {
    return indexIn(packet, packet.length - rtcpTagBytes - indexWordBytes)
  }
}

/** Encrypts or decrypts, which is the same, what begins at `from`; the SSRC is at `ssrcAt`. */
function crypt(
  { cipher, salt }: SessionKeys,
  packet: Uint8Array,
  from: number,
  ssrcAt: number,
  index: number,
): Buffer {
  const iv = Buffer.alloc(16)
  iv.set(salt)
  for (let byte = 0; byte < 4; byte++)
    iv[4 + byte] = (iv[4 + byte] ?? 0) ^ (packet[ssrcAt + byte] ?? 0)
  const counted = Buffer.alloc(6)
  counted.writeUIntBE(index, 0, 6)
  for (let byte = 0; byte < 6; byte++) iv[8 + byte] = (iv[8 + byte] ?? 0) ^ (counted[byte] ?? 0)
  return createCipheriv('aes-128-ctr', cipher, iv).update(packet.subarray(from))
}

/** The rollover counter is authenticated too, though it is not sent. */
function rtpTag(keys: SessionKeys, sealed: Uint8Array, index: number, bytes: number): Buffer {
  const rollover = Buffer.alloc(4)
  rollover.writeUInt32BE(Math.floor(index / 65_536) >>> 0)
  return tagOf(keys, [sealed, rollover], bytes)
}

function tagOf({ auth }: SessionKeys, parts: readonly Uint8Array[], bytes: number): Buffer {
  const hmac = createHmac('sha1', auth)
  for (const part of parts) hmac.update(part)
  return hmac.digest().subarray(0, bytes)
}
