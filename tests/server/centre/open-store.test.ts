import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import t from 'tap'
import { openStore } from '../../../server/centre/open-store.ts'
import { demoTenant } from '../../../server/demo/demo-tenant.ts'
import { SmallCentre } from '../http/small-centre.ts'
import { placeDatabase } from '../store/made-database.ts'

t.setTimeout(110_000)

const dataDir = mkdtempSync(join(tmpdir(), 'open-store-'))
t.teardown(() => rmSync(dataDir, { recursive: true, force: true }))
await placeDatabase(dataDir)

/** Opens the one database behind this centre; each test leaves it to the next as an engineer might. */
async function open(centre: SmallCentre) {
  const told: { level: number; msg: string; faults?: string[] }[] = []
  const log = pino(
    new Writable({
      write(line: Buffer, _encoding, done) {
        told.push(JSON.parse(line.toString()) as (typeof told)[number])
        done()
      },
    }),
  )
  const opening = openStore({ config: { dataDir }, centre, log })
  const store = await opening.opened
  return { told, store, configured: opening.configured, stop: () => opening.stop() }
}

const { policy, skills, people } = demoTenant()
const [first, ...others] = policy.queues
const faulty = { ...policy, queues: [{ ...first, weight: -1 } as never, ...others] }
const somebody = 'somebody at the database'

t.test('an empty store gets the demo, whose configuration has no fault', async (t) => {
  const centre = new SmallCentre()
  const { told, store, configured, stop } = await open(centre)
  await configured
  t.equal(centre.tenant().id, 'demo')
  t.same(told, [])
  await store.saveRouting({ policy: faulty }, somebody)
  await store.saveSkills([], somebody)
  await stop()
})

t.test(
  'a first start is refused when what is stored makes no sense, with each fault',
  async (t) => {
    const { configured, stop } = await open(new SmallCentre())
    await t.rejects(configured, {
      name: 'StartFault',
      message:
        /cannot go live: person 1001, skill .*queue sales, weight: must be a number from 0\.001/,
    })
    await stop()
  },
)

t.test('a restart serves on by what the stream holds, and says what is wrong', async (t) => {
  const centre = new SmallCentre()
  await centre.put({ type: 'tenant.configured', tenant: demoTenant() })
  const events = centre.events.length
  const { told, store, stop } = await open(centre)
  for (let tries = 0; tries < 200 && told.length === 0; tries++)
    await new Promise((resolve) => setTimeout(resolve, 20))
  t.match(told, [{ level: 50, faults: [/^person 1001/], msg: /serves on$/ }])
  t.equal(centre.events.length, events)
  await store.saveSkills(skills, somebody)
  await store.saveRouting({ policy }, somebody)
  for (const { id } of people) await store.patchPerson(id, { queues: [] }, somebody)
  await stop()
})

t.test('a queue that has lost its last agent keeps nobody from starting', async (t) => {
  const centre = new SmallCentre()
  const { told, configured, stop } = await open(centre)
  await configured
  t.equal(centre.tenant().id, 'demo')
  t.match(told[0], { level: 40, msg: /^queue \w+: no agent can serve it/ })
  await stop()
})
