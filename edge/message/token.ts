import { randomFillSync } from 'node:crypto'

const letters = 'abcdefghijkmnpqrstuvwxyz23456789'
const pool = Buffer.alloc(4096)
let used = pool.length

/** A random word of 5 bits a letter: tags, branches and Call-IDs that nobody can guess, RFC 3261 section 19.3. */
export function makeToken(length: number): string {
  if (used + length > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  let token = ''
  for (const end = used + length; used < end; used++)
    token += letters.charAt((pool[used] ?? 0) & 31)
  return token
}
