/** What we can protect RTP with, by the name in SDP (RFC 4568 section 6.2, RFC 7714 section 14.2); the strongest first. */
export type SuiteName =
  'AEAD_AES_256_GCM' | 'AEAD_AES_128_GCM' | 'AES_CM_128_HMAC_SHA1_80' | 'AES_CM_128_HMAC_SHA1_32'

export type Suite = {
  readonly name: SuiteName
  readonly mode: 'gcm' | 'cm'
  readonly keyBytes: 16 | 32
  readonly saltBytes: 12 | 14
  /** Of RTP; a shortened tag is never used for RTCP (RFC 3711 section 3.4). */
  readonly tagBytes: 4 | 10 | 16
}

const gcm = { mode: 'gcm', saltBytes: 12, tagBytes: 16 } as const
const cm = { mode: 'cm', keyBytes: 16, saltBytes: 14 } as const

export const suites: Readonly<Record<SuiteName, Suite>> = {
  AEAD_AES_256_GCM: { ...gcm, name: 'AEAD_AES_256_GCM', keyBytes: 32 },
  AEAD_AES_128_GCM: { ...gcm, name: 'AEAD_AES_128_GCM', keyBytes: 16 },
  AES_CM_128_HMAC_SHA1_80: { ...cm, name: 'AES_CM_128_HMAC_SHA1_80', tagBytes: 10 },
  AES_CM_128_HMAC_SHA1_32: { ...cm, name: 'AES_CM_128_HMAC_SHA1_32', tagBytes: 4 },
}

/** Bytes of the master key and the master salt together, as SDP carries them. */
export const masterBytes = ({ keyBytes, saltBytes }: Suite): number => keyBytes + saltBytes
