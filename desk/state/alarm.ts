import { type Formula, serviceLevel } from '../../core/service-level.ts'
import type { AgentView, MediaFaultView, QueueView, TrunkView } from '../../cti/protocol.ts'
import { type AgentAttention, staffingOf } from './attention.ts'
import type { CentreView } from './centre-view.ts'

/** Something a supervisor should act on now. */
export type WallboardAlarm =
  | { readonly kind: 'unstaffed' | 'closed' | 'emergency'; readonly queue: QueueView }
  | { readonly kind: 'longWait'; readonly queue: QueueView; readonly since: number }
  | { readonly kind: 'lowLevel'; readonly queue: QueueView; readonly level: number }
  | { readonly kind: 'agent'; readonly watched: Required<AgentAttention> }
  | { readonly kind: 'fault'; readonly reason: FaultAlarm; readonly fault: MediaFaultView }
  | { readonly kind: 'trunk'; readonly state: 'down' | 'refused'; readonly trunk: TrunkView }

/** Trouble that somebody should see to at once, the worst first. */
const faultAlarms = [
  'media-worker-died',
  'no-free-port',
  'disk-full',
  'recording-failed',
  'spend-cap',
] as const
type FaultAlarm = (typeof faultAlarms)[number]
/** What has not come again for so long is over, ms. */
const faultAlarmMs = 10 * 60_000

function faultAlarmsOf(faults: readonly MediaFaultView[], now: number): readonly WallboardAlarm[] {
  return faultAlarms.flatMap((reason): readonly WallboardAlarm[] => {
    const fault = faults.find((each) => each.reason === reason)
    return fault && now - fault.at < faultAlarmMs ? [{ kind: 'fault', reason, fault }] : []
  })
}

/** Calls by a trunk that does not work go nowhere, and nobody can come by it. */
const trunkAlarmsOf = (trunks: readonly TrunkView[]): readonly WallboardAlarm[] =>
  trunks.flatMap((trunk): readonly WallboardAlarm[] => {
    const { enabled, state } = trunk
    return enabled && (state === 'down' || state === 'refused')
      ? [{ kind: 'trunk', state, trunk }]
      : []
  })

/** Below this the service level of the day is an alarm, once so many calls make it meaningful. */
export const targetLevel = 0.8
const meaningfulCalls = 10

function queueAlarms(
  queue: QueueView,
  agents: readonly AgentView[],
  formula: Formula,
  now: number,
): readonly WallboardAlarm[] {
  const alarms: WallboardAlarm[] = []
  const staff = staffingOf(queue, agents, now)
  const { longestSince, switchedTo } = queue
  // What a supervisor shut stays shut until somebody thinks of it.
  if (switchedTo === 'emergency' || switchedTo === 'closed')
    alarms.push({ kind: switchedTo, queue })
  if (queue.waiting > 0 && staff.ready + staff.spared + staff.busy + staff.wrapUp === 0)
    alarms.push({ kind: 'unstaffed', queue })
  if (longestSince !== undefined && now - longestSince > queue.serviceLevelSeconds * 1000)
    alarms.push({ kind: 'longWait', queue, since: longestSince })
  const level = serviceLevel(formula, queue.today)
  if (level !== undefined && level < targetLevel && queue.today.offered >= meaningfulCalls)
    alarms.push({ kind: 'lowLevel', queue, level })
  return alarms
}

/** All alarms: trunks and the sound first, for they are everybody's; then the queues', each kind in a fixed order. */
export function alarmsOf(
  { queues, faults, trunks }: Pick<CentreView, 'queues' | 'faults' | 'trunks'>,
  watched: readonly AgentAttention[],
  formula: Formula,
  now: number,
): readonly WallboardAlarm[] {
  const agents = watched.map(({ agent }) => agent)
  return [
    ...trunkAlarmsOf(trunks),
    ...faultAlarmsOf(faults, now),
    ...queues.flatMap((queue) => queueAlarms(queue, agents, formula, now)),
    ...watched.flatMap(({ agent, attention }): readonly WallboardAlarm[] =>
      attention === undefined ? [] : [{ kind: 'agent', watched: { agent, attention } }],
    ),
  ]
}
