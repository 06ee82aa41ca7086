import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { get } from 'node:https'
import { join } from 'node:path'
import t from 'tap'
import { startHttp } from '../../../server/http/http.ts'
import { operations } from '../../../server/http/openapi.ts'
import { openHttpStage } from './http-stage.ts'

const stage = await openHttpStage()
t.teardown(() => stage.stop())
const { ask, centre } = stage

t.test('health says whether a call could be taken now, and else why not', async (t) => {
  t.equal((await ask('/healthz')).status, 200)
  centre.trouble = 'voice-lost'
  const response = await ask('/healthz')
  t.equal(response.status, 503)
  t.match(await response.json(), { ok: false, reason: 'voice-lost' })
  centre.trouble = undefined
})

t.test('metrics tell the board in the words of Prometheus', async (t) => {
  await centre.put({ type: 'agent.loggedOn', agent: '1009' as never })
  await ask('/api/v1/contacts/c1')
  const text = await (await ask('/metrics')).text()
  t.match(text, /^callwright_agents\{state="notReady"\} 1$/m)
  t.match(text, /^callwright_ready 1$/m)
  t.match(
    text,
    /callwright_http_request_seconds_count\{method="GET",route="\/contacts\/:id",status="401"\} 1/,
  )
})

t.test('metrics tell what routing decided, and how its forecasts came out', async (t) => {
  const { events } = centre
  const caller = { from: '555', number: '95000', via: 'sip' } as const
  await centre.put({ type: 'leg.arrived', leg: 'in1' as never, ...caller })
  await centre.put({ type: 'leg.answered', leg: 'in1' as never })
  for (const digit of ['1', '1'])
    await centre.put({ type: 'leg.digit', leg: 'in1' as never, digit })
  t.ok(events.some(({ type }) => type === 'contact.queued'))
  const agent = '1009' as never
  await centre.put({ type: 'agent.appeared', agent })
  await centre.put({ type: 'device.registered', agent })
  await centre.put({ type: 'agent.asked', agent, ask: { ask: 'ready' } })
  await centre.put({ type: 'leg.ended', leg: 'in1' as never, reason: 'hung-up' })
  const leg = 'in2' as never
  await centre.put({ type: 'leg.arrived', leg, ...caller })
  await centre.put({ type: 'leg.answered', leg })
  for (const digit of ['1', '2']) await centre.put({ type: 'leg.digit', leg, digit })
  const text = await (await ask('/metrics')).text()
  t.match(
    text,
    /^callwright_offers_total\{queue="support",rule="longest-idle",policy="2026-11"\} 1$/m,
  )
  t.match(text, /^callwright_offer_wait_seconds_count\{queue="support",policy="2026-11"\} 1$/m)
  t.match(text, /^# TYPE callwright_wait_forecast_within_ratio gauge$/m)
  await centre.put({ type: 'leg.ended', leg, reason: 'hung-up' })
})

t.test('each page is served with what it may do, and its parts for good', async (t) => {
  for (const [path, title] of Object.entries({
    '/': 'index',
    '/wallboard': 'wallboard',
    '/call': 'call',
    '/admin': 'admin',
  })) {
    // prettier-ignore
    const response = await ask(path)
    t.match(await response.text(), title)
    t.equal(response.headers.get('cache-control'), 'no-cache')
    t.match(
      response.headers.get('content-security-policy'),
      /default-src 'self';.* ws:\/\/127\.0\.0\.1:5066/,
    )
    t.equal(response.headers.get('x-content-type-options'), 'nosniff')
    t.match(response.headers.get('permissions-policy'), /microphone=\(self\)/)
  }
  const part = await ask('/assets/index-abc123.js')
  t.match(part.headers.get('cache-control'), /max-age=31536000, immutable/)
  t.equal((await ask('/assets/none.js')).status, 404)
})

t.test('bad bodies are refused with a reason, and the doors stay open', async (t) => {
  const bodies: [body: unknown, status: number][] = [
    ['{"user":', 400],
    ['[]', 400],
    ['null', 400],
    [{ user: '1001' }, 400],
    [{ user: '1001', password: 'x', more: 1 }, 400],
    [{ user: 'x'.repeat(65), password: 'x' }, 400],
    [{ user: '1001', password: 'x'.repeat(1_200_000) }, 413],
  ]
  for (const [body, status] of bodies) {
    const response = await ask('/api/v1/sessions', { body })
    t.equal(response.status, status)
    t.match(await response.json(), { reason: 'bad-frame', message: String })
  }
  const form = await ask('/api/v1/sessions', {
    body: 'user=1001&password=demo-1001',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  t.equal(form.status, 400)
  const odd = await ask('/api/v1/contacts/%E0%A4%A', {})
  t.equal(odd.status, 400)
})

t.test('what is not served is refused with a reason', async (t) => {
  for (const path of ['/api', '/api/v1/nothing', '/api/v2/sessions', '/nothing']) {
    const response = await ask(path)
    t.equal(response.status, 404)
    t.match(await response.json(), { reason: 'unknown-target' })
  }
})

t.test('the OpenAPI document describes what is served', async (t) => {
  const document = (await (await ask('/api/openapi.json')).json()) as {
    openapi: string
    paths: Record<string, Record<string, { responses: object }>>
  }
  t.equal(document.openapi, '3.1.0')
  t.match(document.paths['/sessions']?.['post'], {
    security: [],
    requestBody: {
      content: { 'application/json': { schema: { required: ['user', 'password'] } } },
    },
  })
  for (const { method, path, open } of operations) {
    const response = await ask(`/api/v1${path.replace('{id}', 'c1')}`, {
      method: method.toUpperCase(),
    })
    t.equal(response.status, open ? 400 : 401, `${method} ${path} is served, and guarded`)
  }
})

t.test('a web caller gets a phone for one call, without logging in', async (t) => {
  const response = await ask('/api/v1/web-calls', { body: { number: '95000', name: '小王' } })
  t.equal(response.status, 201)
  const call = (await response.json()) as { token: string; sip: { uri: string } }
  t.match(call, {
    target: 'sip:95000@127.0.0.1',
    sip: { uri: /^sip:web-[0-9a-f]{12}@127/, displayName: '小王' },
  })
  t.match(stage.http.whoIs(call.token), { kind: 'caller', number: '95000' })
  t.equal((await ask('/api/v1/contacts', { token: call.token })).status, 401)
  const unknown = await ask('/api/v1/web-calls', { body: { number: '95001' } })
  t.equal(unknown.status, 404)
  t.match(await unknown.json(), { reason: 'unknown-number' })
})

t.test('nobody makes web calls without end', async (t) => {
  const statuses = new Set<number>()
  for (let call = 0; call < 35; call++)
    statuses.add((await ask('/api/v1/web-calls', { body: { number: '95000' } })).status)
  t.same([...statuses], [201, 429])
})

t.test(
  'while the store is still opening, tokens hold, and what needs it says to come again',
  async (t) => {
    const token = await stage.logIn('1001')
    const http = await startHttp({
      config: stage.config,
      centre,
      store: new Promise(() => undefined),
      log: () => undefined,
    })
    t.teardown(() => http.stop())
    const url = `http://127.0.0.1:${http.port}/api/v1`
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    t.match(http.whoIs(token), { id: '1001' })
    t.equal((await fetch(`${url}/sessions/current`, { headers })).status, 200)
    const body = JSON.stringify({ user: '1001', password: 'demo-1001' })
    for (const response of [
      await fetch(`${url}/contacts`, { headers }),
      await fetch(`${url}/sessions`, { method: 'POST', headers, body }),
    ]) {
      t.equal(response.status, 503)
      t.equal(response.headers.get('retry-after'), '2')
      t.match(await response.json(), { reason: 'starting' })
    }
  },
)

t.test('off the loopback address nobody gets in with a published password', async (t) => {
  const config = { ...stage.config, host: '0.0.0.0' }
  const store = Promise.resolve(stage.store)
  const http = await startHttp({ config, centre, store, log: () => undefined })
  t.teardown(() => http.stop())
  const logIn = (password: string) =>
    fetch(`http://127.0.0.1:${http.port}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: '2001', password }),
    })
  const refused = await logIn('demo-2001')
  t.equal(refused.status, 403)
  t.match(await refused.json(), { reason: 'demo-password', message: /give this person another/ })
  await stage.store.patchPerson('2001', { password: 'a word of her own' }, 'admin')
  t.equal((await logIn('a word of her own')).status, 201)
})

t.test('with a certificate everything is encrypted, and pages reach the edge so too', async (t) => {
  const file = (name: string) => join(import.meta.dirname, '../../../testkit/certificates', name)
  const tls = { cert: file('one.crt'), key: file('one.key') }
  const store = Promise.resolve(stage.store)
  const config = { ...stage.config, tls }
  const http = await startHttp({ config, centre, store, log: () => undefined })
  t.teardown(() => http.stop())
  const request = get({
    host: '127.0.0.1',
    port: http.port,
    path: '/healthz',
    ca: readFileSync(tls.cert),
    agent: false,
  })
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  response.resume()
  t.equal(response.statusCode, 200)
  t.match(response.headers['content-security-policy'], /wss:\/\/127\.0\.0\.1:5066/)
  t.ok(response.headers['strict-transport-security'])
})

t.test('a port that is taken is told to whoever starts', async (t) => {
  const config = { ...stage.config, httpPort: stage.http.port }
  const options = { config, centre, store: Promise.resolve(stage.store), log: () => undefined }
  await t.rejects(startHttp(options), { code: 'EADDRINUSE' })
})
