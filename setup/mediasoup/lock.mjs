import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const waitLimitMs = 15 * 60_000

/**
 * Waits until no other living process holds the lock file, then holds it: two starts of one clone do a slow step once.
 * @returns {Promise<() => void>} lets go
 */
export async function holdLock(path, onProgress) {
  const until = Date.now() + waitLimitMs
  for (let told = false; !take(path); told = true) {
    if (!told) onProgress('Waiting for another Callwright on this machine to finish its set-up')
    if (Date.now() > until)
      throw new Error(`Another set-up has not finished in 15 minutes (${path})`)
    await sleep(500)
  }
  return () => rmSync(path, { force: true })
}

function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    if (!isAlive(holderOf(path))) rmSync(path, { force: true })
    return false
  }
}

function holderOf(path) {
  try {
    return Number(readFileSync(path, 'utf8'))
  } catch {
    return 0 // let go in between
  }
}

function isAlive(pid) {
  if (!pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
