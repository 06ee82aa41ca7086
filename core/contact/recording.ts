import type { Effect } from '../effect.ts'
import type { Conclusion } from '../event.ts'
import { type AgentId, type LegId, named, type QueueId, type RecordingId } from '../names.ts'
import { recordingRule, type RecordingRule, ruleOf } from '../policy.ts'
import type { Tenant } from '../tenant.ts'
import type { Call, OnLine, Recorded } from './call.ts'

/** How the recording stands next, and what must be done for it. */
type RecordingStep = { readonly recorded: Recorded; readonly effects: readonly Effect[] }

/** The first bears the contact's id, what is recorded anew `.r2`, `.r3` … */
const recordingOf = ({ id, recorded }: Pick<Call, 'id' | 'recorded'>): RecordingId =>
  named<RecordingId>(recorded.begun > 1 ? `${id}.r${recorded.begun}` : id)

const ruleFor = ({ policy }: Call, queue: QueueId, tenant: Tenant): RecordingRule =>
  recordingRule(ruleOf(tenant, queue, policy))

/** Goes on with these on the agents' channel, or begins anew. */
function recordWith(call: OnLine, right: readonly LegId[], mask: boolean): RecordingStep {
  const { begun, now } = call.recorded
  const recorded: Recorded = now === 'off' ? { begun: begun + 1, now: 'on' } : call.recorded
  const recording = recordingOf({ ...call, recorded })
  const masked = mask ? { masked: true } : {}
  return { recorded, effects: [{ do: 'record', recording, left: call.caller, right, ...masked }] }
}

const asBefore = ({ recorded }: Call): RecordingStep => ({ recorded, effects: [] })

export function stopRecording(call: Call): RecordingStep {
  if (call.recorded.now === 'off') return asBefore(call)
  const stop: Effect = { do: 'stopRecording', recording: recordingOf(call) }
  return { recorded: { ...call.recorded, now: 'off' }, effects: [stop] }
}

/** From the answer on, where a queue that the flow leads to wants it. */
export function recordFlow(call: OnLine, tenant: Tenant): RecordingStep {
  const id = call.flow ?? tenant.hotlines.find(({ number }) => number === call.to)?.flow
  const nodes = tenant.flows.find((flow) => flow.id === id)?.nodes ?? {}
  const rules = Object.values(nodes).flatMap(({ kind, queue }) =>
    kind === 'queue' && typeof queue === 'string'
      ? ruleFor(call, named<QueueId>(queue), tenant)
      : [],
  )
  const wanted = rules.filter(({ when }) => when === 'answer')
  if (wanted.length === 0) return asBefore(call)
  return recordWith(
    call,
    [],
    wanted.some(({ mask }) => mask),
  )
}

/** The flow has led to this queue: where it does not want the flow recorded, that ends here. */
export const recordAfterFlow = (call: OnLine, queue: QueueId, tenant: Tenant): RecordingStep =>
  ruleFor(call, queue, tenant).when === 'answer' ? asBefore(call) : stopRecording(call)

/** While the caller waits, what runs goes on, with nobody on the agents' channel; a pause is over. */
export function recordWaiting(call: OnLine, queue: QueueId, tenant: Tenant): RecordingStep {
  const { when, mask } = ruleFor(call, queue, tenant)
  if (when === 'never') return stopRecording(call)
  if (when === 'talk' && call.recorded.now === 'off') return asBefore(call)
  const { recorded, effects } = recordWith(call, [], mask)
  if (recorded.now !== 'paused') return { recorded, effects }
  const resume: Effect = { do: 'resumeRecording', recording: recordingOf(call) }
  return { recorded: { ...recorded, now: 'on' }, effects: [...effects, resume] }
}

type InQueue = OnLine & { readonly queue: QueueId }

/** Caller and agent. A pause from before the agent was lost goes on. */
export function recordTalk(call: InQueue, leg: LegId, tenant: Tenant): RecordingStep {
  const { when, mask } = ruleFor(call, call.queue, tenant)
  return when === 'never' ? stopRecording(call) : recordWith(call, [leg], mask)
}

/** The agent is lost, and will perhaps be back. */
export const recordAgentLost = (call: InQueue, tenant: Tenant): RecordingStep =>
  call.recorded.now === 'off'
    ? asBefore(call)
    : recordWith(call, [], ruleFor(call, call.queue, tenant).mask)

/** A message, which is kept whatever the rule: it is what the caller leaves. */
export function recordMessage(call: OnLine): RecordingStep {
  const before = stopRecording(call)
  const { recorded, effects } = recordWith({ ...call, recorded: before.recorded }, [], false)
  return { recorded, effects: [...before.effects, ...effects] }
}

type InTalk = Call & { readonly agent: AgentId }

/** The agent's pause: silence in the recording, whose time line goes on. Undefined when none runs. */
export function pauseRecording(call: InTalk): (RecordingStep & WithConclusions) | undefined {
  if (call.recorded.now !== 'on') return undefined
  const { id: contact, agent } = call
  const recording = recordingOf(call)
  return {
    recorded: { ...call.recorded, now: 'paused' },
    conclusions: [{ type: 'recording.paused', contact, agent, recording }],
    effects: [{ do: 'pauseRecording', recording }],
  }
}

/** Undefined when it is not paused. */
export function resumeRecording(call: InTalk): (RecordingStep & WithConclusions) | undefined {
  if (call.recorded.now !== 'paused') return undefined
  return {
    recorded: { ...call.recorded, now: 'on' },
    conclusions: tellResumed(call, 'agent'),
    effects: [{ do: 'resumeRecording', recording: recordingOf(call) }],
  }
}

type WithConclusions = { readonly conclusions: readonly Conclusion[] }

/** A pause that ends here, by the agent or with his talk. */
export function tellResumed(call: InTalk, by: 'agent' | 'end-of-talk'): readonly Conclusion[] {
  if (call.recorded.now !== 'paused') return []
  const { id: contact, agent } = call
  return [{ type: 'recording.resumed', contact, agent, recording: recordingOf(call), by }]
}
