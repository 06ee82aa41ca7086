import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Config, loadConfig } from '../../../server/config/config.ts'
import { installDemo } from '../../../server/demo/demo-tenant.ts'
import { type Http, startHttp } from '../../../server/http/http.ts'
import { noOthers, type OtherProcesses } from '../../../server/ipc/figures.ts'
import { startStore, type Store } from '../../../server/store/store.ts'
import { placeDatabase } from '../store/made-database.ts'
import { SmallCentre } from './small-centre.ts'

export type HttpStage = {
  readonly config: Config
  readonly centre: SmallCentre
  readonly store: Store
  readonly http: Http
  readonly url: string
  /** The token of the person, by the demo password. */
  readonly logIn: (user: string) => Promise<string>
  readonly ask: (path: string, asking?: Asking) => Promise<Response>
  /** Waits until the records know all events. */
  settled(): Promise<void>
  stop(): Promise<void>
}

export type Asking = {
  readonly method?: string
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

/** Store with demo data, world, pages and HTTP on a free port, all real. */
export async function openHttpStage(
  changes: Partial<Config> = {},
  others: OtherProcesses = noOthers,
): Promise<HttpStage> {
  const dir = mkdtempSync(join(tmpdir(), 'callwright-http-'))
  const config = { ...loadConfig({ DATA_DIR: join(dir, 'data') }), httpPort: 0, ...changes }
  const centre = new SmallCentre()
  const readJournal = (afterSeq: number) => centre.readJournal(afterSeq)
  await placeDatabase(config.dataDir)
  const store = await startStore({ dataDir: config.dataDir, readJournal })
  await installDemo(store)
  const tenant = await store.tenant()
  await centre.put({ type: 'centre.started', utcOffsetMinutes: 0 })
  if (tenant) await centre.put({ type: 'tenant.configured', tenant })
  centre.subscribe((events) => store.record(events))
  const log = () => undefined
  const pagesDir = makePages(dir)
  const http = await startHttp({
    config,
    centre,
    store: Promise.resolve(store),
    others,
    log,
    pagesDir,
  })
  const url = `http://127.0.0.1:${http.port}`

  async function ask(path: string, { method, token, body, headers }: Asking = {}) {
    return fetch(`${url}${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  }

  return {
    config,
    centre,
    store,
    http,
    url,
    ask,
    async logIn(user) {
      const response = await ask('/api/v1/sessions', { body: { user, password: `demo-${user}` } })
      return ((await response.json()) as { token: string }).token
    },
    async settled() {
      const last = centre.events.at(-1)?.seq ?? 0
      for (let tries = 0; tries < 250 && (await store.cursor()) < last; tries++) await pause(20)
    },
    async stop() {
      await http.stop()
      await store.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

function makePages(dir: string): string {
  const folder = join(dir, 'desk')
  mkdirSync(join(folder, 'assets'), { recursive: true })
  for (const page of ['index', 'wallboard', 'call', 'admin'])
    writeFileSync(join(folder, `${page}.html`), `<title>${page}</title>`)
  writeFileSync(join(folder, 'assets', 'index-abc123.js'), 'export {}')
  return folder
}
