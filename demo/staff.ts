import { setTimeout as sleep } from 'node:timers/promises'
import type { Tenant } from '../core/tenant.ts'
import type { CtiClient } from '../cti/client.ts'
import { DemoAgent } from './agent.ts'
import { DemoFault, type Office, type DemoSession } from './office.ts'
import type { Phones } from './phones.ts'

/** Agents that the demo may play; 1001 and 1002 are left to people at a browser. */
const roster = ['1003', '1004', '1005', '1006', '1007', '1008', '1009', '1010']
/** Marks an address as ours, so that one left behind by a killed demo is known for what it is. */
const mark = ';callwright-demo'

type EmployedAgent = {
  readonly agent: DemoAgent
  readonly session: DemoSession
  readonly previousPhone: string | null
}

/** Simulated agents at their desks. */
export type Staff = {
  readonly agents: ReadonlyMap<string, DemoAgent>
  /** Logs all off, and gives them back the phones that they had. */
  readonly leave: () => Promise<void>
}

/** Takes every agent of the roster who is logged off, and gives him a phone of the demo. */
export async function employ(office: Office, phones: Phones, board: CtiClient): Promise<Staff> {
  const admin = await office.logIn('admin')
  const tenant = (await admin.get('/tenant')) as Tenant
  const agents = new Map<string, DemoAgent>()
  const employed: EmployedAgent[] = []
  const leave = async () => {
    await Promise.all(employed.map((one) => dismiss(one, admin)))
    await admin.logOut()
  }
  try {
    for (const id of roster.filter((id) => isFree(id, tenant, board))) {
      const phone = phoneOf(tenant, id)
      const previousPhone = phone === undefined || isOurs(phone) ? null : phone
      await admin.patch(`/people/${id}`, { phone: phones.uriOf(id) + mark })
      const session = await office.logIn(id)
      const agent = new DemoAgent(id, session.link('desk'))
      agents.set(id, agent)
      employed.push({ agent, session, previousPhone })
      void agent.work()
    }
    if (employed.length === 0)
      throw new DemoFault('The agents 1003 to 1010 are all logged in: log one off for the demo.')
    return { agents, leave }
  } catch (error) {
    await leave()
    throw error
  }
}

/** Logged off; or left behind at his desk by a demo that was killed. */
function isFree(id: string, tenant: Tenant, board: CtiClient): boolean {
  const agent = [...board.getState().agents.values()].find((view) => view.id === id)
  if (!agent) return false
  return agent.state === 'loggedOff' || (!agent.linked && isOurs(phoneOf(tenant, id) ?? ''))
}

const phoneOf = (tenant: Tenant, id: string): string | undefined =>
  tenant.people.find((person) => person.id === id)?.phone

const isOurs = (phone: string): boolean => phone.endsWith(mark)

async function dismiss(
  { agent, session, previousPhone }: EmployedAgent,
  admin: DemoSession,
): Promise<void> {
  agent.leave()
  await session.logOut()
  await admin.patch(`/people/${agent.id}`, { phone: previousPhone })
}

/** Resolves when the page is live; the demo's own links are to be used from then on. */
export async function untilLive(link: CtiClient, limitMs = 10_000): Promise<void> {
  for (let waited = 0; link.getState().state !== 'live'; waited += 50) {
    const { refused } = link.getState()
    if (refused !== undefined || waited > limitMs)
      throw new DemoFault(
        `The event stream of Callwright cannot be reached (${refused ?? 'silence'}).`,
      )
    await sleep(50)
  }
}
