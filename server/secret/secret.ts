import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The installation's own secret: 32 random bytes as hex, made once in `<dataDir>/secret` (mode 0600).
 * Processes that start at once agree: each writes a file of its own, and only the first hard link wins.
 */
export function installationSecret(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const path = join(dataDir, 'secret')
  return readSecret(path) ?? makeSecret(path)
}

/** A key for one purpose, so that what one use leaks does not open another. */
export function keyFor(purpose: string, secret: string): string {
  return createHmac('sha256', secret).update(purpose).digest('hex')
}

/** Compares without telling by time where two differ. */
export function isSameSecret(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function readSecret(path: string): string | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8').trim()
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw error
  }
  if (/^[0-9a-f]{64}$/.test(text)) return text
  throw new Error(`${path} is damaged: delete it, and everybody logs in anew`)
}

function makeSecret(path: string): string {
  const own = `${path}.${randomBytes(6).toString('hex')}`
  const secret = randomBytes(32).toString('hex')
  writeFileSync(own, `${secret}\n`, { mode: 0o600, flush: true })
  try {
    linkSync(own, path)
    return secret
  } catch (error) {
    const winners = isCode(error, 'EEXIST') ? readSecret(path) : undefined
    if (winners === undefined) throw error
    return winners
  } finally {
    rmSync(own, { force: true })
  }
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code
