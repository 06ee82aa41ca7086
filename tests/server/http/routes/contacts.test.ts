import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { contactList, contactRecord, eventList } from '../../../../cti/api.ts'
import { openHttpStage } from '../http-stage.ts'
import { endTalk, talkBetween } from '../played-call.ts'

const stage = await openHttpStage()
t.teardown(() => stage.stop())
const { ask, centre } = stage
const sound = Buffer.from('RIFF....WAVEfmt the sound of two people')
mkdirSync(join(stage.config.dataDir, 'recordings'))
writeFileSync(join(stage.config.dataDir, 'recordings', 'one.wav'), sound)

const mine = await talkBetween(centre, '1001', '13800138000')
await endTalk(centre, mine, '1001', '13800138000', {
  file: 'recordings/one.wav',
  bytes: sound.length,
})
const other = await talkBetween(centre, '1002', '13900139000')
await endTalk(centre, other, '1002', '13900139000')
await stage.settled()
const [anna, bert, supervisor] = await Promise.all(['1001', '1002', '2001'].map(stage.logIn))

const listOf = async (token: string | undefined, query = '') => {
  const response = await ask(`/api/v1/contacts${query}`, { ...(token && { token }) })
  return contactList.parse(await response.json()).contacts.map(({ id }) => id)
}

t.test('a call is in the history of its agent with all that the desk shows', async (t) => {
  const response = await ask(`/api/v1/contacts/${mine}`, { ...(anna && { token: anna }) })
  t.equal(response.status, 200)
  t.match(contactRecord.parse(await response.json()), {
    id: mine,
    from: '13800138000',
    queue: 'sales',
    agent: '1001',
    agentName: '王丽 Anna Wang',
    keys: '2 1',
    language: 'en',
    disposition: 'sold',
    note: '客户要发票',
    outcome: 'handled',
    recordings: [{ id: mine, seconds: 2, bytes: sound.length }],
  })
})

t.test('an agent sees his own contacts, the supervisor all, newest first', async (t) => {
  t.same(await listOf(anna), [mine])
  t.same(await listOf(bert), [other])
  t.same(await listOf(supervisor), [other, mine])
  t.same(await listOf(supervisor, '?limit=1'), [other])
  t.same(await listOf(supervisor, '?from=13800138000'), [mine])
  t.same(await listOf(supervisor, '?agent=1002'), [other])
  t.equal((await ask(`/api/v1/contacts/${other}`, { ...(anna && { token: anna }) })).status, 404)
})

t.test('while he talks with a caller, an agent sees that caller before', async (t) => {
  const now = await talkBetween(centre, '1001', '13900139000')
  t.same(await listOf(anna), [other, mine])
  const open = await ask(`/api/v1/contacts/${now}/events`, { ...(anna && { token: anna }) })
  t.match(eventList.parse(await open.json()).events[0], { type: 'contact.opened' })
  const foreign = await ask(`/api/v1/contacts/${now}/events`, { ...(bert && { token: bert }) })
  t.equal(foreign.status, 404)
  await endTalk(centre, now, '1001', '13900139000')
})

t.test('a recording plays from any place, and who began to play it is noted', async (t) => {
  const path = `/api/v1/contacts/${mine}/recording`
  const whole = await ask(path, { headers: { cookie: `callwright=${anna ?? ''}` } })
  t.equal(whole.status, 200)
  t.equal(whole.headers.get('content-type'), 'audio/wav')
  t.equal(whole.headers.get('cache-control'), 'private, no-cache')
  t.same(Buffer.from(await whole.arrayBuffer()), sound)
  const headers = { range: 'bytes=12-14' }
  const part = await ask(path, { headers, ...(supervisor && { token: supervisor }) })
  t.equal(part.status, 206)
  t.equal(part.headers.get('content-range'), `bytes 12-14/${sound.length}`)
  t.equal(await part.text(), sound.subarray(12, 15).toString())
  const named = await ask(`${path}s/${mine}`, { ...(anna && { token: anna }) })
  t.equal(named.status, 200)
  t.equal((await ask(`${path}s/${other}`, { ...(anna && { token: anna }) })).status, 404)
  t.match(await stage.store.readAudit(10), [
    { who: '1001', action: 'play', target: `contact:${mine}` },
  ])
})

t.test('a recording stays closed to others, and a range outside of it is refused', async (t) => {
  const path = `/api/v1/contacts/${mine}/recording`
  t.equal((await ask(path)).status, 401)
  t.equal((await ask(path, { ...(bert && { token: bert }) })).status, 404)
  const headers = { range: 'bytes=9000-' }
  const outside = await ask(path, { headers, ...(anna && { token: anna }) })
  t.equal(outside.status, 416)
  const none = `/api/v1/contacts/${other}/recording`
  t.equal((await ask(none, { ...(bert && { token: bert }) })).status, 404)
})

t.test('a recording whose file is gone is not found, and nothing breaks', async (t) => {
  const lost = await talkBetween(centre, '1004', '1')
  await endTalk(centre, lost, '1004', '1', { file: '../../../etc/passwd', bytes: 1 })
  await stage.settled()
  const response = await ask(`/api/v1/contacts/${lost}/recording`, {
    ...(supervisor && { token: supervisor }),
  })
  t.equal(response.status, 404)
  t.match(await response.json(), { reason: 'unknown-target' })
})

t.test('a query that makes no sense is refused', async (t) => {
  for (const query of ['?limit=0', '?limit=1000', '?before=yesterday']) {
    const response = await ask(`/api/v1/contacts${query}`, { ...(anna && { token: anna }) })
    t.equal(response.status, 400)
    t.match(await response.json(), { reason: 'bad-frame' })
  }
})

t.test('metrics count how contacts ended, and say how far the records are behind', async (t) => {
  await stage.settled()
  const text = await (await ask('/metrics')).text()
  t.match(text, /^callwright_contacts_ended_total\{outcome="handled",reason="hung-up"\} [1-9]/m)
  t.match(text, /^callwright_records_behind 0$/m)
  await centre.put({ type: 'media.faulted', reason: 'disk-full', detail: 'ENOSPC' })
  const later = await (await ask('/metrics')).text()
  t.match(later, /^callwright_media_faults_total\{reason="disk-full"\} 1$/m)
})
