import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { keyFor } from './secret.ts'

/*
 *   sealed.<12 bytes nonce><16 bytes tag><text>, base64url; AES-256-GCM (NIST SP 800-38D)
 */
const prefix = 'sealed.'
const [nonceBytes, tagBytes] = [12, 16]

type Seal = {
  /** Only who has the installation's secret can read it. */
  readonly seal: (text: string) => string
  /** Throws an Error when it was sealed elsewhere, or changed. */
  readonly unseal: (sealed: string) => string
}

/** Passwords of others that must be sent again (trunk accounts) are kept like this, in the store and in the journal. */
export function createSeal(secret: string): Seal {
  const key = Buffer.from(keyFor('sealed', secret), 'hex')
  return {
    seal(text) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return prefix + Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
    },
    unseal(sealed) {
      if (!sealed.startsWith(prefix)) throw new Error('this is not a sealed text')
      const bytes = Buffer.from(sealed.slice(prefix.length), 'base64url')
      const nonce = bytes.subarray(0, nonceBytes)
      const body = bytes.subarray(nonceBytes + tagBytes)
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
      decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
      return decipher.update(body, undefined, 'utf8') + decipher.final('utf8')
    },
  }
}
