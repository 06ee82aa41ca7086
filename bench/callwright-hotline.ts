import { type AgentId, named, type QueueId } from '../core/names.ts'
import { plainPolicy, plainRule } from '../core/policy.ts'
import type { Flow, Person, Tenant } from '../core/tenant.ts'
import type { CtiClient } from '../cti/client.ts'
import { openOffice } from '../demo/office.ts'
import { untilLive } from '../demo/staff.ts'
import { demoPassword, demoTenant } from '../server/demo/demo-tenant.ts'
import { startStore } from '../server/store/store.ts'
import { BenchFault } from './benchmark.ts'
import type { Hotline, Seat, WithHotline } from './hotline.ts'
import { cpuMsOf } from './process-stat.ts'
import { processNames, System, withDataDir } from './system.ts'

const number = '95000'
/** Who waits hears nothing but music. */
const announce = { everySeconds: 86_400, position: false, wait: false, roundToSeconds: 60 }

/** The product as `npm start` runs it, with a company of its own. */
export const withCallwright: WithHotline = (seats, use) =>
  withDataDir(async (dataDir) => {
    await install(dataDir, companyOf(seats))
    const system = await System.start(dataDir)
    try {
      await system.untilHealthy()
      const leave = await sitDown(system, seats)
      return await use(await hotlineOf(system)).finally(leave)
    } finally {
      await system.stop()
    }
  })

async function hotlineOf(system: System): Promise<Hotline> {
  const pids = await Promise.all(processNames.map((name) => system.pidOf(name)))
  return {
    name: 'callwright',
    uri: `sip:${number}@127.0.0.1:${system.sipPort}`,
    async cpuMs() {
      const each = await Promise.all(pids.map(cpuMsOf))
      return each.reduce((sum, ms) => sum + ms, 0)
    },
  }
}

/** The demo company, cut down to one queue. */
function companyOf(seats: readonly Seat[]): Tenant {
  const demo = demoTenant()
  const [line, queue, agent] = [demo.hotlines[0], demo.queues[0], demo.people[0]]
  if (!line || !queue || !agent) throw new Error('the demo company is empty')
  const flow: Flow = {
    id: line.flow,
    name: line.name,
    language: 'en',
    start: 'wait',
    nodes: { wait: { kind: 'queue', label: queue.name, queue: queue.id } },
  }
  return {
    ...demo,
    hotlines: [{ ...line, number }],
    queues: [queue],
    people: seats.map((seat) => personAt(seat, agent, queue.id)),
    flows: [flow],
    policy: {
      ...plainPolicy([]),
      queues: [{ ...plainRule(queue.id), wrapUpSeconds: 0, announce }],
    },
  }
}

const personAt = ({ id, port }: Seat, agent: Person, queue: QueueId): Person => ({
  ...agent,
  id: named<AgentId>(id),
  queues: [queue],
  phone: `sip:${id}@127.0.0.1:${port}`,
})

async function install(dataDir: string, tenant: Tenant): Promise<void> {
  const store = await startStore({ dataDir, readJournal: noEvents })
  const passwords = tenant.people.map(({ id }) => [id, demoPassword(id)] as const)
  await store.install(tenant, Object.fromEntries(passwords)).finally(() => store.stop())
}

// eslint-disable-next-line @typescript-eslint/require-await -- a journal that is empty has nothing to wait for
async function* noEvents(): AsyncGenerator<never> {
  yield* []
}

/** Every agent opens his desk and becomes ready. Gives what closes the desks. */
async function sitDown({ http }: System, seats: readonly Seat[]): Promise<() => void> {
  const office = openOffice(http)
  const desks: CtiClient[] = []
  for (const { id } of seats) {
    const desk = (await office.logIn(id)).link('desk')
    desks.push(desk)
    await untilLive(desk)
    const { ok, reason } = await desk.ask({ ask: 'ready' })
    if (!ok) throw new BenchFault(`agent ${id} cannot become ready: ${reason}`)
  }
  return () => {
    for (const desk of desks) desk.close()
  }
}
