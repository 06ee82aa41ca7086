import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { demoTenant } from '../../../server/demo/demo-tenant.ts'
import { installDemo } from '../../../server/demo/install-demo.ts'
import { openStore } from '../../../server/centre/open-store.ts'
import { startStore, type Store } from '../../../server/store/store.ts'
import { SmallCentre } from '../http/small-centre.ts'
import { placeDatabase } from '../store/made-database.ts'

function newDir(t: Test): string {
  const dir = mkdtempSync(join(tmpdir(), 'open-store-'))
  // Once the store has let go of it: teardowns run last first.
  t.teardown(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** A database as an engineer left it. */
async function storedBy(t: Test, edit: (store: Store) => Promise<unknown>): Promise<string> {
  const dataDir = newDir(t)
  await placeDatabase(dataDir)
  const store = await startStore({ dataDir, readJournal: async function* () {} })
  await installDemo(store)
  await edit(store)
  await store.stop()
  return dataDir
}

async function open(t: Test, centre: SmallCentre, dataDir: string) {
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
  t.teardown(() => opening.stop())
  await opening.opened
  return { told, configured: opening.configured }
}

const { policy } = demoTenant()
const [first, ...others] = policy.queues
const faulty = (store: Store) =>
  store.saveRouting(
    { policy: { ...policy, queues: [{ ...first, weight: -1 } as never, ...others] } },
    'somebody at the database',
  )

t.test('an empty store gets the demo, whose configuration has no fault', async (t) => {
  const dataDir = newDir(t)
  await placeDatabase(dataDir)
  const centre = new SmallCentre()
  const { told, configured } = await open(t, centre, dataDir)
  await configured
  t.equal(centre.tenant().id, 'demo')
  t.same(told, [])
})

t.test(
  'a first start is refused when what is stored makes no sense, with each fault',
  async (t) => {
    const dataDir = await storedBy(t, async (store) => {
      await faulty(store)
      await store.saveSkills([], 'somebody at the database')
    })
    const { configured } = await open(t, new SmallCentre(), dataDir)
    await t.rejects(configured, {
      name: 'StartFault',
      message:
        /cannot go live: person 1001, skill .*queue sales, weight: must be a number from 0\.001/,
    })
  },
)

t.test('a restart serves on by what the stream holds, and says what is wrong', async (t) => {
  const dataDir = await storedBy(t, faulty)
  const centre = new SmallCentre()
  await centre.put({ type: 'tenant.configured', tenant: demoTenant() })
  const events = centre.events.length
  const { told, configured } = await open(t, centre, dataDir)
  await configured
  await new Promise((resolve) => setTimeout(resolve, 0))
  for (let tries = 0; tries < 200 && told.length === 0; tries++)
    await new Promise((resolve) => setTimeout(resolve, 20))
  t.match(told, [{ level: 50, faults: [/^queue sales, weight: must be/], msg: /serves on$/ }])
  t.equal(centre.events.length, events)
})

t.test('a queue that has lost its last agent keeps nobody from starting', async (t) => {
  const dataDir = await storedBy(t, async (store) => {
    for (const { id } of demoTenant().people) await store.patchPerson(id, { queues: [] }, 'admin')
  })
  const centre = new SmallCentre()
  const { told, configured } = await open(t, centre, dataDir)
  await configured
  t.equal(centre.tenant().id, 'demo')
  t.match(told[0], { level: 40, msg: /^queue \w+: no agent can serve it/ })
})
