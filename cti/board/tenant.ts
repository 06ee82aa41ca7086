import type { EventOf } from '../../core/event.ts'
import type { QueueId } from '../../core/names.ts'
import { createTally } from '../../core/service-level.ts'
import type { Person, Queue, Tenant } from '../../core/tenant.ts'
import type { AgentView, QueueView, TenantView } from '../protocol.ts'
import { newAgent } from './agents.ts'
import type { Board, Changed } from './board-state.ts'

/** What an agent may say when he is not ready; others, such as `missed`, are the centre's own. */
const notReadyReasons: TenantView['notReadyReasons'] = [
  { id: 'break', name: { zh: '小休', en: 'Break' } },
  { id: 'meal', name: { zh: '用餐', en: 'Meal' } },
  { id: 'paperwork', name: { zh: '案头工作', en: 'Paperwork' } },
  { id: 'meeting', name: { zh: '会议', en: 'Meeting' } },
  { id: 'training', name: { zh: '培训', en: 'Training' } },
]

export const emptyTenant: TenantView = {
  id: '',
  hotlines: [],
  queues: [],
  skills: [],
  notReadyReasons,
  utcOffsetMinutes: 0,
}

/** People and queues that stay keep their state and their counts. */
export function configure(
  board: Board,
  { tenant }: EventOf<'tenant.configured'>,
  changed: Changed,
): void {
  board.tenant = viewTenant(tenant, board.utcOffsetMinutes)
  const { agents, queues } = board
  board.agents = new Map(
    tenant.people.map((person) => [person.id, mergePerson(agents.get(person.id), person)]),
  )
  board.queues = new Map(
    tenant.queues.map((queue) => [queue.id, mergeQueue(queues.get(queue.id), queue)]),
  )
  const { policy, trial } = tenant
  board.routing = { policy, ...(trial && { trial }) }
  for (const { id } of tenant.people) changed.agents.add(id)
  for (const { id } of tenant.queues) changed.queues.add(id)
}

function viewTenant(tenant: Tenant, utcOffsetMinutes: number): TenantView {
  const { id, hotlines, queues, skills, policy } = tenant
  const openingOf = (queue: QueueId) => policy.queues.find((rule) => rule.queue === queue)?.opening
  return {
    id,
    hotlines: hotlines.map(({ number, name }) => ({ number, name })),
    queues: queues.map(({ id, name, serviceLevelSeconds, dispositions }) => ({
      id,
      name,
      serviceLevelSeconds,
      dispositions: [...dispositions],
      ...(openingOf(id) && { opening: openingOf(id) }),
    })),
    skills: skills.map(({ id, name }) => ({ id, name })),
    notReadyReasons,
    utcOffsetMinutes,
  }
}

function mergePerson(known: AgentView | undefined, person: Person): AgentView {
  const device = person.phone === undefined ? 'softphone' : 'phone'
  const registered = device === 'phone' || (known?.device === device && known.registered)
  const { id, name, role, queues, skills = {}, tiers = {} } = person
  const routed = { queues: [...queues], skills: { ...skills }, tiers: { ...tiers } }
  return { ...newAgent(id), ...known, name, role, ...routed, device, registered }
}

function mergeQueue(known: QueueView | undefined, queue: Queue): QueueView {
  const { id, name, serviceLevelSeconds } = queue
  const fresh = { waiting: 0, callbacks: 0, today: createTally(), overflowedToday: {} }
  return { ...fresh, switchedTo: 'by-hours', ...known, id, name, serviceLevelSeconds }
}
