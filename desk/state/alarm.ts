import { type Formula, serviceLevel } from '../../core/service-level.ts'
import type { AgentView, MediaFaultView, QueueView } from '../../cti/protocol.ts'
import { staffingOf, type Watched } from './attention.ts'
import type { CentreView } from './centre-view.ts'

/** Something a supervisor should act on now. */
export type Alarm =
  | { readonly kind: 'unstaffed' | 'closed' | 'emergency'; readonly queue: QueueView }
  | { readonly kind: 'longWait'; readonly queue: QueueView; readonly since: number }
  | { readonly kind: 'lowLevel'; readonly queue: QueueView; readonly level: number }
  | { readonly kind: 'agent'; readonly watched: Required<Watched> }
  | { readonly kind: 'media'; readonly reason: MediaAlarm; readonly fault: MediaFaultView }

/** Trouble with sound that somebody should see to at once, the worst first. */
const mediaAlarms = ['media-worker-died', 'no-free-port', 'disk-full', 'recording-failed'] as const
export type MediaAlarm = (typeof mediaAlarms)[number]
/** What has not come again for so long is over, ms. */
const mediaAlarmMs = 10 * 60_000

function mediaAlarmsOf(faults: readonly MediaFaultView[], now: number): readonly Alarm[] {
  return mediaAlarms.flatMap((reason): readonly Alarm[] => {
    const fault = faults.find((each) => each.reason === reason)
    return fault && now - fault.at < mediaAlarmMs ? [{ kind: 'media', reason, fault }] : []
  })
}

/** Below this the service level of the day is an alarm, once so many calls make it meaningful. */
export const targetLevel = 0.8
const meaningfulCalls = 10

function queueAlarms(
  queue: QueueView,
  agents: readonly AgentView[],
  formula: Formula,
  now: number,
): readonly Alarm[] {
  const alarms: Alarm[] = []
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

/** All alarms: the sound's first, for it is everybody's; then the queues', each kind in a fixed order. */
export function alarmsOf(
  { queues, faults }: Pick<CentreView, 'queues' | 'faults'>,
  watched: readonly Watched[],
  formula: Formula,
  now: number,
): readonly Alarm[] {
  const agents = watched.map(({ agent }) => agent)
  return [
    ...mediaAlarmsOf(faults, now),
    ...queues.flatMap((queue) => queueAlarms(queue, agents, formula, now)),
    ...watched.flatMap(({ agent, attention }): readonly Alarm[] =>
      attention === undefined ? [] : [{ kind: 'agent', watched: { agent, attention } }],
    ),
  ]
}
