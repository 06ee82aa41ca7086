import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import { WebSocket } from 'ws'
import type { Ask } from '../core/event.ts'
import { session } from '../cti/api.ts'
import { createCtiClient, type PageState } from '../cti/client.ts'
import type { Topic } from '../cti/protocol.ts'
import type { System } from './system.ts'

/** A person's desk without a browser: logged in, linked, with the state that a page would show. */
export type Desk = {
  readonly token: string
  readonly page: () => PageState
  ask(ask: Ask): Promise<void>
  /** Waits until what the page shows passes; gives what `look` found. */
  until<Found>(what: string, look: (page: PageState) => Found | undefined | false): Promise<Found>
  fetch(path: string, init?: RequestInit): Promise<Response>
  close(): void
}

/** Logs in with the demo password and holds the `/cti` link until the test ends. */
export async function openDesk(
  t: Test,
  system: System,
  user: string,
  topic: Topic = 'desk',
): Promise<Desk> {
  const response = await fetch(`${system.http}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user, password: `demo-${user}` }),
  })
  const { token } = session.parse(await response.json())
  const client = createCtiClient({
    url: `${system.http.replace('http', 'ws')}/cti`,
    token,
    topic,
    open: (url) => new WebSocket(url),
  })
  t.teardown(() => client.close())
  const desk: Desk = {
    token,
    page: () => client.getState(),
    async ask(ask) {
      const answer = await client.ask(ask)
      if (!answer.ok) throw new Error(`${user} may not ${ask.ask}: ${answer.reason}`)
    },
    until: (what, look) => untilFound(what, () => look(client.getState())),
    fetch: (path, init = {}) =>
      fetch(system.http + path, {
        ...init,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      }),
    close: () => client.close(),
  }
  await desk.until('the link', ({ state }) => state === 'live')
  return desk
}

/** Polls until something is found; bounded. */
export async function untilFound<Found>(
  what: string,
  look: () => Found | undefined | false | Promise<Found | undefined | false>,
  withinMs = 15_000,
): Promise<Found> {
  const end = Date.now() + withinMs
  while (Date.now() < end) {
    const found = await look()
    if (found) return found
    await sleep(20)
  }
  throw new Error(`waited ${withinMs} ms in vain for ${what}`)
}
