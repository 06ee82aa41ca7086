//   loggedOff -> notReady <-> ready -> reserved -> talking -> wrapUp -> ready | notReady | loggedOff
//                   ^                     |
//                   +---- missed ---------+--- not connected, missed -> ready
//   A colleague who is consulted is reserved and talks, too, and is then what he was before.
//   What the person asks for while busy is kept as `afterwards` and done when the contact is wrapped up.
import type { Ask, Conclusion, Event, MissReason } from './event.ts'
import { type AgentId, type ContactId, type QueueId } from './names.ts'
import { ruleOf } from './policy.ts'
import { type Step, stay } from './step.ts'
import type { Tenant } from './tenant.ts'
import type { AgentTimer, CentreTimer } from './timer.ts'

type Free = {
  readonly phase: 'loggedOff' | 'notReady' | 'ready'
  /** Why he is not ready. */
  readonly reason?: string
}
type Busy = {
  readonly phase: 'reserved' | 'talking' | 'wrapUp'
  readonly contact: ContactId
  readonly queue: QueueId
  /** Version of the policy that the contact is served by. */
  readonly policy: string
  /** `ready`, `log-off`, or the reason for not being ready afterwards. */
  readonly afterwards?: string
}

/** A person with one state. */
export type Agent = {
  readonly id: AgentId
  /** The desk page holds its link; who stays away longer than the grace is made not ready. */
  readonly linked: boolean
  /** Offers missed in a row. */
  readonly missed: number
} & (Free | Busy)

type Done = Step<Agent>

const absenceMs = 20_000
const absenceTimer = (id: AgentId): AgentTimer => ({ kind: 'absence', of: id })
const wrapUpTimer = (id: AgentId): AgentTimer => ({ kind: 'wrapUp', of: id })

export const createAgent = (id: AgentId): Agent => ({
  id,
  linked: false,
  missed: 0,
  phase: 'loggedOff',
})

/** The reducer hears only events that concern this agent; any other leaves it as it is. */
export function stepAgent(agent: Agent, event: Event, tenant: Tenant): Done {
  switch (event.type) {
    case 'agent.loggedOn':
      return agent.phase === 'loggedOff' ? becomeNotReady(agent, 'logged-on') : stay(agent)
    case 'agent.asked':
      return isBusy(agent) ? planOrWrapUp(agent, event.ask) : grant(agent, event.ask)
    case 'contact.offered': {
      const { contact, queue, reason } = event
      const { policy } = reason
      const state: Agent = { ...idOf(agent), phase: 'reserved', contact, queue, policy }
      return { ...stay(agent), state }
    }
    case 'contact.connected':
    case 'contact.handedOver':
      return whileBusyWith(agent, event.contact, (busy) => ({
        ...stay(agent),
        state: { ...busy, missed: 0, phase: 'talking' },
      }))
    case 'agent.missed':
      return whileBusyWith(agent, event.contact, (busy) => miss(busy, event.reason, tenant))
    case 'agent.released':
      return whileBusyWith(agent, event.contact, (busy) =>
        event.why === 'not-connected' ? free(busy) : beginWrapUp(busy, event.at, tenant),
      )
    case 'timer.fired':
      return onTimer(agent, event.timer)
    default:
      return stepPresence(agent, event)
  }
}

/** Afterwards he is what he was, ready or not. */
function beConsulted(agent: Agent, event: Event): Done {
  switch (event.type) {
    case 'consult.offered': {
      const { contact, queue, policy } = event
      const busy = { phase: 'reserved', contact, queue, policy } as const
      return { ...stay(agent), state: { ...idOf(agent), ...busy, ...afterConsult(agent) } }
    }
    case 'consult.connected':
      return whileBusyWith(agent, event.contact, (busy) => ({
        ...stay(agent),
        state: { ...busy, phase: 'talking' },
      }))
    case 'consult.ended':
      return whileBusyWith(agent, event.contact, free)
    default:
      return stay(agent)
  }
}

function afterConsult(agent: Agent): { readonly afterwards?: string } {
  if (agent.phase === 'loggedOff') return { afterwards: 'log-off' }
  if (agent.phase !== 'notReady') return {}
  return { afterwards: agent.reason ?? 'break' }
}

function stepPresence(agent: Agent, event: Event): Done {
  switch (event.type) {
    case 'agent.appeared':
      return {
        state: { ...agent, linked: true },
        conclusions: [],
        effects: [{ do: 'stopTimer', timer: absenceTimer(agent.id) }],
      }
    // A centre that was away holds no links: every page has the grace to come back.
    case 'centre.started':
    case 'agent.vanished':
      return agent.phase === 'loggedOff'
        ? { ...stay(agent), state: { ...agent, linked: false } }
        : {
            state: { ...agent, linked: false },
            conclusions: [],
            effects: [
              { do: 'startTimer', timer: absenceTimer(agent.id), at: event.at + absenceMs },
            ],
          }
    default:
      return beConsulted(agent, event)
  }
}

const isBusy = (agent: Agent): agent is Agent & Busy => 'contact' in agent

const idOf = ({ id, linked, missed }: Agent) => ({ id, linked, missed })

function whileBusyWith(agent: Agent, contact: ContactId, next: (busy: Agent & Busy) => Done): Done {
  return isBusy(agent) && agent.contact === contact ? next(agent) : stay(agent)
}

function grant(agent: Agent, ask: Ask): Done {
  if (agent.phase === 'loggedOff') return stay(agent)
  if (ask.ask === 'ready') return agent.phase === 'ready' ? stay(agent) : becomeReady(agent)
  if (ask.ask === 'notReady') return becomeNotReady(agent, ask.reason)
  return ask.ask === 'logOff' ? logOff(agent) : stay(agent)
}

function planOrWrapUp(agent: Agent & Busy, ask: Ask): Done {
  switch (ask.ask) {
    case 'ready':
      return plan(agent, 'ready')
    case 'notReady':
      return plan(agent, ask.reason)
    case 'logOff':
      return plan(agent, 'log-off')
    case 'wrapUp':
      return agent.phase === 'wrapUp' && ask.contact === agent.contact
        ? endWrapUp(agent, ask.disposition, ask.note, 'agent')
        : stay(agent)
    default:
      return stay(agent)
  }
}

function plan(agent: Agent & Busy, afterwards: string): Done {
  const conclusion: Conclusion = { type: 'agent.planned', agent: agent.id, afterwards }
  return { state: { ...agent, afterwards }, conclusions: [conclusion], effects: [] }
}

function beginWrapUp(agent: Agent & Busy, at: number, tenant: Tenant): Done {
  const seconds = ruleOf(tenant, agent.queue, agent.policy)?.wrapUpSeconds ?? 0
  return {
    state: { ...agent, phase: 'wrapUp' },
    conclusions: [],
    effects: [{ do: 'startTimer', timer: wrapUpTimer(agent.id), at: at + seconds * 1000 }],
  }
}

function endWrapUp(
  agent: Agent & Busy,
  disposition: string,
  note: string,
  by: 'agent' | 'timer',
): Done {
  const { state, conclusions, effects } = free(agent)
  const { id, contact } = agent
  return {
    state,
    conclusions: [
      { type: 'agent.wrappedUp', agent: id, contact, disposition, note, by },
      ...conclusions,
    ],
    effects: [{ do: 'stopTimer', timer: wrapUpTimer(id) }, ...effects],
  }
}

function onTimer(agent: Agent, timer: CentreTimer): Done {
  if (timer.kind === 'wrapUp')
    return agent.phase === 'wrapUp' ? endWrapUp(agent, '', '', 'timer') : stay(agent)
  const isAbsent = timer.kind === 'absence' && !agent.linked
  return isAbsent && agent.phase === 'ready'
    ? becomeNotReady(agent, 'connection-lost')
    : stay(agent)
}

/** He goes on with the next one, until he has missed so many in a row that he is probably not there. */
function miss(agent: Agent & Busy, reason: MissReason, { policy }: Tenant): Done {
  const missed = agent.missed + 1
  const hasPlan = agent.afterwards !== undefined && agent.afterwards !== 'ready'
  if (hasPlan || missed < policy.agents.missesToNotReady) return free({ ...agent, missed })
  return becomeNotReady({ ...agent, missed: 0 }, reason)
}

/** The contact is done with: what was planned happens; without a plan the agent is ready, if he is there. */
function free(agent: Agent & Busy): Done {
  const { afterwards = agent.linked ? 'ready' : 'connection-lost' } = agent
  if (afterwards === 'ready') return becomeReady(agent)
  return afterwards === 'log-off' ? logOff(agent) : becomeNotReady(agent, afterwards)
}

const becomeReady = (agent: Agent): Done => ({
  state: { ...idOf(agent), phase: 'ready' },
  conclusions: [{ type: 'agent.becameReady', agent: agent.id }],
  effects: [],
})

const becomeNotReady = (agent: Agent, reason: string): Done => ({
  state: { ...idOf(agent), phase: 'notReady', reason },
  conclusions: [{ type: 'agent.becameNotReady', agent: agent.id, reason }],
  effects: [],
})

const logOff = (agent: Agent): Done => ({
  state: { ...idOf(agent), phase: 'loggedOff' },
  conclusions: [{ type: 'agent.loggedOff', agent: agent.id }],
  effects: [],
})
