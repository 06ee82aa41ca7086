import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'

/** RFC 7914: 16 MB and about 40 ms for each try. */
const cost = { N: 16384, r: 8, p: 1 } satisfies ScryptOptions
const keyBytes = 32

/** `scrypt$N$r$p$salt$key`, the last two in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, cost)
  const { N, r, p } = cost
  return ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/** Whether the hash is of this password. Without a hash the answer is no, after the same work. */
export async function isPasswordOf(hash: string | undefined, password: string): Promise<boolean> {
  const [, N, r, p, salt, key] = hash?.split('$') ?? []
  if (!salt || !key) {
    await derive(password, Buffer.alloc(16), cost)
    return false
  }
  const options = { N: Number(N), r: Number(r), p: Number(p) }
  const derived = await derive(password, Buffer.from(salt, 'base64url'), options)
  return timingSafeEqual(derived, Buffer.from(key, 'base64url'))
}

function derive(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFC'), salt, keyBytes, options, (error, key) => {
      if (error) reject(error)
      else resolve(key)
    })
  })
}
