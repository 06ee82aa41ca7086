import { get as getPlain } from 'node:http'
import { get as getSecure } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../config/config.ts'

const [pauseMs, requestLimitMs] = [40, 2_000]

/** The address under which browsers find the pages. */
export function addressOf({ host, httpPort, tls }: Config): string {
  return `${tls ? 'https' : 'http'}://${host}:${httpPort}`
}

/** True as soon as a call could be taken; false when `signal` came first. */
export async function untilHealthy(config: Config, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if (await isHealthy(`${addressOf(config)}/healthz`)) return !signal.aborted
    await sleep(pauseMs)
  }
  return false
}

function isHealthy(url: string): Promise<boolean> {
  const get = url.startsWith('https') ? getSecure : getPlain
  return new Promise((resolve) => {
    // The certificate is for the name that users see, not for this address of our own.
    const options = { timeout: requestLimitMs, agent: false, rejectUnauthorized: false }
    const request = get(url, options, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(false))
  })
}
