import t from 'tap'
import { CounterMode } from '../../../media/srtp/counter-mode.ts'
import { Galois } from '../../../media/srtp/galois.ts'
import { sessionKeys } from '../../../media/srtp/session-keys.ts'
import { suites } from '../../../media/srtp/suites.ts'

const bytes = (hex: string) => Buffer.from(hex.replaceAll(/\s/g, ''), 'hex')
const hexOf = (data: Uint8Array | undefined) => Buffer.from(data ?? []).toString('hex')

t.test('session keys are those of RFC 3711, appendix B.3', async (t) => {
  const master = bytes('E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6')
  const keys = sessionKeys(suites.AES_CM_128_HMAC_SHA1_80, master, 'rtp')
  t.equal(hexOf(keys.cipher), 'c61e7a93744f39ee10734afe3ff7a087')
  t.equal(hexOf(keys.salt), '30cbbc08863d8c85d49db34a9ae1')
  t.equal(hexOf(keys.auth), 'cebe321f6ff7716b6fd4ab49af256a156d38baa4')
})

t.test('the key stream of counter mode is that of RFC 3711, appendix B.2', async (t) => {
  const keys = {
    cipher: bytes('2B7E151628AED2A6ABF7158809CF4F3C'),
    salt: bytes('F0F1F2F3F4F5F6F7F8F9FAFBFCFD'),
    auth: Buffer.alloc(20),
  }
  // SSRC, rollover counter and sequence number are zero, and so is the sound.
  const packet = Buffer.concat([bytes('80000000 00000000 00000000'), Buffer.alloc(48)])
  const sealed = new CounterMode(keys, keys, 10).sealRtp(packet, 0)
  t.equal(
    hexOf(sealed.subarray(12, 60)),
    'e03ead0935c95e80e166b16dd92b4eb4d23513162b02d0f72a43a2fe4a5f97ab41e95b3bb0a2e8dd477901e4fca894c0',
  )
})

// RFC 7714 gives session keys and salt themselves.
const gcmKeys = (length: number) => ({
  cipher: Buffer.from(Array.from({ length }, (_, index) => index)),
  salt: Buffer.from('Quid pro quo'),
  auth: Buffer.alloc(0),
})
const gallia = bytes(`8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976
  69736120 696e2070 61727465 73207472 6573`)

t.test('AES-GCM seals RTP as RFC 7714, sections 16.1.1 and 16.2.1', async (t) => {
  const wanted = {
    16: `8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a
      51c7d19b 36de3adf 8833899d 7f27beb1 6a9152cf 765ee439 0cce`,
    32: `8040f17b 8041f8d3 5501a0b2 32b1de78 a822fe12 ef9f78fa 332e33aa b1801238 9a58e2f3 b50b2a02
      76ffae0f 1ba63799 b87b7aa3 db36dfff d6b0f9bb 7878d7a7 6c13`,
  }
  for (const [length, hex] of Object.entries(wanted)) {
    const keys = gcmKeys(Number(length))
    const galois = new Galois(keys, keys)
    t.equal(hexOf(galois.sealRtp(gallia, 0xf17b)), hexOf(bytes(hex)))
    t.equal(hexOf(galois.openRtp(bytes(hex), 0xf17b)), hexOf(gallia))
  }
})

t.test('AES-GCM seals RTCP as RFC 7714, section 17.1', async (t) => {
  const keys = gcmKeys(16)
  const galois = new Galois(keys, keys)
  const report = bytes(`81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61
    deadbeef deadbeef deadbeef deadbeef deadbeef`)
  const sealed = bytes(`81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d
    c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872 45d9eade 800005d4`)
  t.equal(hexOf(galois.sealRtcp(report, 0x5d4)), hexOf(sealed))
  t.equal(galois.rtcpIndexOf(sealed), 0x5d4)
  t.equal(hexOf(galois.openRtcp(sealed, 0x5d4)), hexOf(report))
})
