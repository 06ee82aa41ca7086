import { setTimeout as sleep } from 'node:timers/promises'
import WebSocket from 'ws'
import { session } from '../cti/api.ts'
import { createCtiClient, type CtiClient } from '../cti/client.ts'
import type { Topic } from '../cti/protocol.ts'
import { demoPassword } from '../server/demo/demo-tenant.ts'

/** The demo cannot go on, and the message is a sentence for its user. */
export class DemoFault extends Error {
  override readonly name = 'DemoFault'
}

/** The system's HTTP side, as pages use it. */
export type Office = {
  /** Rejects with a sentence when no call could be taken now. */
  readonly checkHealth: () => Promise<void>
  readonly logIn: (user: string) => Promise<DemoSession>
}

/** One person's login. */
export type DemoSession = {
  readonly link: (topic: Topic) => CtiClient
  readonly get: (path: string) => Promise<unknown>
  readonly patch: (path: string, body: object) => Promise<void>
  readonly logOut: () => Promise<void>
}

const mostTries = 30

/** `address`: `http://127.0.0.1:8080`. */
export function openOffice(address: string): Office {
  return {
    async checkHealth() {
      const response = await fetch(`${address}/healthz`).catch(() => undefined)
      if (!response)
        throw new DemoFault(
          `Callwright is not running at ${address}: start it with \`npm start\` in another terminal.`,
        )
      if (!response.ok)
        throw new DemoFault(`Callwright cannot take calls now: ${await response.text()}`)
    },
    async logIn(user) {
      const body = { user, password: demoPassword(user) }
      let response = await request(address, '/sessions', { method: 'POST', body })
      // Calls are served before the store of people is open.
      for (let tries = 0; response.status === 503 && tries < mostTries; tries++) {
        await sleep(1_000)
        response = await request(address, '/sessions', { method: 'POST', body })
      }
      if (!response.ok)
        throw new DemoFault(
          `${user} cannot log in with the published password (${response.status}): the demo needs the demo company as it was installed, on HOST=127.0.0.1.`,
        )
      const { token } = session.parse(await response.json())
      return openSession(address, token)
    },
  }
}

function openSession(address: string, token: string): DemoSession {
  return {
    link: (topic) =>
      createCtiClient({
        url: `${address.replace(/^http/, 'ws')}/cti`,
        token,
        topic,
        // The client uses only the part of `ws` that browsers have too.
        open: (url) => new WebSocket(url),
      }),
    async get(path) {
      const response = await request(address, path, { token })
      return response.json()
    },
    async patch(path, body) {
      const response = await request(address, path, { method: 'PATCH', token, body })
      if (!response.ok) throw new Error(`PATCH ${path} gave ${response.status}`)
    },
    async logOut() {
      await request(address, '/sessions/current', { method: 'DELETE', token })
    },
  }
}

function request(
  address: string,
  path: string,
  { method = 'GET', token, body }: { method?: string; token?: string; body?: object },
): Promise<Response> {
  return fetch(`${address}/api/v1${path}`, {
    method,
    headers: {
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(body && { 'Content-Type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
}
