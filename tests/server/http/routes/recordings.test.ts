import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import t from 'tap'
import { type ContactId, named, type RecordingId } from '../../../../core/names.ts'
import type { ContactRecord } from '../../../../cti/api.ts'
import type { RecordedFile } from '../../../../media/recording/recorded.ts'
import { RecordingFile } from '../../../../media/recording/recording-file.ts'
import { createRecordingKey } from '../../../../media/recording/recordings.ts'
import { deleteExpired } from '../../../../server/processes/retention.ts'
import { type Asking, openHttpStage } from '../http-stage.ts'
import { endTalk, talkBetween } from '../played-call.ts'

const keys = { current: createRecordingKey(randomBytes(32)), old: [] }
const days = 30
const dayMs = 86_400_000
const stage = await openHttpStage({ recording: { format: 'wav', keys, days } })
t.teardown(() => stage.stop())
const { centre, config, store } = stage
const log = pino({ level: 'silent' })
const [agent, supervisor] = [await stage.logIn('1001'), await stage.logIn('2001')]
const ask = (path: string, asking: Asking = {}) =>
  stage.ask(`/api/v1/contacts/${path}`, { token: supervisor, ...asking })

/** A call with a sealed recording of three seconds. */
async function recordedCall(from: string): Promise<{ contact: ContactId; recorded: RecordedFile }> {
  const contact = await talkBetween(centre, '1001', from)
  const settings = { dataDir: config.dataDir, format: 'wav', keys } as const
  const file = await RecordingFile.create(named<RecordingId>(contact), 0, settings, (_, detail) => {
    throw new Error(detail)
  })
  for (let n = 0; n < 3; n++) file.add(new Int16Array(16_000).fill(n + 1), n * 8000)
  const recorded = await file.end()
  if (recorded === undefined) throw new Error('not recorded')
  await endTalk(centre, contact, '1001', from)
  await centre.put({ type: 'recording.ended', ...recorded })
  await stage.settled()
  return { contact, recorded }
}

const recordOf = async (contact: ContactId) => (await (await ask(contact)).json()) as ContactRecord

const first = await recordedCall('13800138000')
const second = await recordedCall('13800138001')

t.test('a sealed recording is played and downloaded as the sound that was hashed', async (t) => {
  const { contact, recorded } = first
  const whole = await ask(`${contact}/recording`)
  t.same([whole.status, whole.headers.get('content-type')], [200, 'audio/wav'])
  const sound = Buffer.from(await whole.arrayBuffer())
  t.equal(sound.length, recorded.bytes)
  t.equal(whole.headers.get('content-length'), String(sound.length))
  t.equal(createHash('sha256').update(sound).digest('hex'), recorded.sha256)
  t.match((await recordOf(contact)).recordings, [
    { sha256: recorded.sha256, encrypted: true, seconds: 3 },
  ])
  for (const [range, start, end] of [
    ['bytes=0-', 0, sound.length],
    ['bytes=30000-70000', 30_000, 70_001],
    ['bytes=-100', sound.length - 100, sound.length],
  ] as const) {
    const part = await ask(`${contact}/recording`, { headers: { range } })
    t.equal(part.status, 206)
    t.equal(part.headers.get('content-range'), `bytes ${start}-${end - 1}/${sound.length}`)
    t.ok(Buffer.from(await part.arrayBuffer()).equals(sound.subarray(start, end)), range)
  }
  const outside = await ask(`${contact}/recording`, { headers: { range: 'bytes=900000-' } })
  t.same([outside.status, outside.headers.get('content-range')], [416, `bytes */${sound.length}`])
  const several = await ask(`${contact}/recording`, { headers: { range: 'bytes=0-1,5-6' } })
  t.equal(several.status, 200)
  await several.body?.cancel()
})

t.test('an altered recording breaks off, and is never taken for whole', async (t) => {
  const { contact, recorded } = await recordedCall('13800138002')
  const file = await open(join(config.dataDir, recorded.file), 'r+')
  await file.write(Buffer.of(1, 2, 3), 0, 3, 80_000)
  await file.close()
  const start = await ask(`${contact}/recording`, { headers: { range: 'bytes=0-1000' } })
  t.equal((await start.arrayBuffer()).byteLength, 1001, 'what is proven is played')
  await t.rejects(ask(`${contact}/recording`).then((response) => response.arrayBuffer()))
})

t.test('a legal hold is for supervisors and administrators, and is on the record', async (t) => {
  const { contact } = first
  const body = { note: '客户投诉' }
  const path = `${contact}/hold`
  t.equal((await ask(path, { method: 'PUT', body, token: agent })).status, 403)
  t.equal((await ask(path, { method: 'PUT', body: {} })).status, 400)
  t.equal((await ask('nobody/hold', { method: 'PUT', body })).status, 404)
  t.equal((await ask(path, { method: 'DELETE' })).status, 404, 'there is none yet')
  t.equal((await ask(path, { method: 'PUT', body })).status, 204)
  t.match((await recordOf(contact)).hold, { by: '2001', note: '客户投诉' })
  t.match(await store.readAudit(1), [
    { who: '2001', action: 'hold', target: `contact:${contact}`, change: body },
  ])
})

t.test('recordings are deleted when their days are over, unless they are held', async (t) => {
  const options = { config, store, log }
  const there = () =>
    [first, second].map(({ recorded }) => existsSync(join(config.dataDir, recorded.file)))
  const ended = (await recordOf(second.contact)).recordings[0]?.endedAt ?? 0
  await deleteExpired(options, ended + days * dayMs - 1)
  t.same(there(), [true, true], 'not a moment too early')
  await deleteExpired(options, ended + days * dayMs + 60_000)
  t.same(there(), [true, false], 'the hold keeps the other')
  const [gone] = (await recordOf(second.contact)).recordings
  t.match(gone, { deletedAt: ended + days * dayMs + 60_000, deletedWhy: 'expired', seconds: 3 })
  t.equal((await ask(`${second.contact}/recording`)).status, 404)
  t.match(
    (await store.readAudit(5)).find(({ target }) => target === `recording:${second.contact}`),
    { who: 'retention', action: 'delete', change: { contact: second.contact } },
  )
  t.equal((await ask(`${first.contact}/hold`, { method: 'DELETE' })).status, 204)
  t.equal((await recordOf(first.contact)).hold, undefined)
  t.match(await store.readAudit(1), [{ who: '2001', action: 'end-hold' }])
  await deleteExpired(options, ended + days * dayMs + 120_000)
  t.same(there(), [false, false])
  const before = (await store.readAudit(100)).length
  await deleteExpired(options, ended + days * dayMs + 180_000)
  t.equal((await store.readAudit(100)).length, before, 'each is deleted once')
})

t.test('a deletion that died half-way is taken up again', async (t) => {
  const { contact, recorded } = await recordedCall('13800138003')
  const now = Date.now() + 2 * days * dayMs
  t.match(await store.claimExpired(now, 10), [{ id: contact, file: recorded.file }])
  t.equal((await recordOf(contact)).recordings[0]?.deletedAt, undefined)
  await deleteExpired({ config, store, log }, Date.now())
  t.equal(existsSync(join(config.dataDir, recorded.file)), false)
  t.ok((await recordOf(contact)).recordings[0]?.deletedAt)
})

t.test('nothing but a recording is ever deleted', async (t) => {
  const contact = await talkBetween(centre, '1001', '13800138004')
  await endTalk(centre, contact, '1001', '13800138004', { file: 'secret', bytes: 1 })
  await stage.settled()
  await deleteExpired({ config, store, log }, Date.now() + 2 * days * dayMs)
  t.ok(existsSync(join(config.dataDir, 'secret')))
  t.equal((await recordOf(contact)).recordings[0]?.deletedAt, undefined)
})
