import { WarningFilled } from '@ant-design/icons'
import { useRef, useState } from 'react'
import type { AgentView, ContactView, TenantView } from '../../cti/protocol.ts'
import { Elapsed } from '../components/elapsed.tsx'
import { usePhoneNumber } from '../components/phone-number.tsx'
import { isLow, SoundSign } from '../components/sound-sign.tsx'
import { SparedMark, StateMark, stateStyle, useReasonWord } from '../components/state-mark.tsx'
import { useNow } from '../components/use-now.ts'
import { routingMessages } from '../messages/routing-messages.ts'
import { soundMessages } from '../messages/sound-messages.ts'
import { shownState } from '../state/agent-state.ts'
import type { AgentAttention } from '../state/attention.ts'
import { occupancyNow } from '../state/day-figures.ts'
import { formatPercent } from '../state/format.ts'
import { sayQueues, saySkills } from '../state/name-lists.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { wallboardMessages } from './wallboard-messages.ts'

type AgentGridProps = {
  readonly agents: readonly AgentAttention[]
  readonly contacts: readonly ContactView[]
  readonly tenant: TenantView | undefined
}

/** Keeps the order in which agents stood when the pointer came, so that nobody moves under it. */
function useStillOrder(agents: readonly AgentAttention[]) {
  const [still, setStill] = useState(false)
  const order = useRef<readonly string[]>([])
  const shown = still
    ? agents.toSorted(
        (a, b) => order.current.indexOf(a.agent.id) - order.current.indexOf(b.agent.id),
      )
    : agents
  const hold = () => {
    order.current = agents.map(({ agent }) => agent.id)
    setStill(true)
  }
  return { shown, hold, release: () => setStill(false) }
}

/** Forty agents fit on one wall; ten need not look lost there. */
const roominess = (agents: number) => {
  if (agents > 24) return 'crowded'
  return agents > 12 ? '' : 'roomy'
}

/** All agents, those who need attention first. */
export function AgentGrid({ agents, contacts, tenant }: AgentGridProps) {
  const messages = useMessages(wallboardMessages)
  const { shown, hold, release } = useStillOrder(agents)
  return (
    <section className="board-panel agents" onMouseEnter={hold} onMouseLeave={release}>
      <h2 className="label">{messages.agents}</h2>
      {agents.length === 0 && <p className="nothing">{messages.noAgents}</p>}
      <ul className={`agent-grid ${roominess(agents.length)}`}>
        {shown.map((watched) => (
          <AgentCard
            key={watched.agent.id}
            watched={watched}
            contact={contacts.find(({ id }) => id === watched.agent.contact)}
            tenant={tenant}
          />
        ))}
      </ul>
    </section>
  )
}

type AgentCardProps = {
  readonly watched: AgentAttention
  readonly contact: ContactView | undefined
  readonly tenant: TenantView | undefined
}

function About({ contact }: { readonly contact: ContactView }) {
  const number = usePhoneNumber(contact.from)
  return <>{contact.name ?? number}</>
}

/** What a glance does not need: why to look, the queues and skills, and how busy the day was. */
function useAgentSentence(agent: AgentView, tenant: TenantView | undefined, busy: string): string {
  const messages = useMessages(routingMessages)
  const { language } = usePreferences()
  const skills = saySkills(agent.skills, tenant?.skills ?? [], language)
  return [
    sayQueues(agent, tenant?.queues ?? [], language),
    skills,
    `${messages.occupancy} ${busy}: ${messages.occupancyIs}`,
  ]
    .filter((line) => line !== '')
    .join('\n')
}

/** A supervisor is told only of what is poor: the worse of both, and in its tooltip all of it. */
function LowSound({ contact }: { readonly contact: ContactView | undefined }) {
  const messages = useMessages(soundMessages)
  const sound = contact?.sound ?? {}
  const low = (['caller', 'agent', 'outside'] as const).flatMap((who) => {
    const heard = sound[who]
    return heard && isLow(heard.grade) ? [{ who, ...heard }] : []
  })
  const worst = low.toSorted((one, other) => one.mos - other.mos)[0]
  if (worst === undefined) return null
  const told = low.map(({ who, grade, mos }) =>
    messages.partySounds(messages.party[who], messages.grade[grade], mos.toFixed(1)),
  )
  return <SoundSign grade={worst.grade} whose="" told={told.join(messages.stop)} />
}

function AgentCard({ watched: { agent, attention }, contact, tenant }: AgentCardProps) {
  const messages = useMessages(wallboardMessages)
  const reasonWord = useReasonWord(tenant)
  const { state, since } = shownState(agent, contact)
  const away = agent.state === 'loggedOff'
  const busy = formatPercent(occupancyNow(agent, useNow(10_000)), 0)
  const story = useAgentSentence(agent, tenant, busy)
  return (
    <li
      className={away ? 'agent-card away' : 'agent-card'}
      style={stateStyle(state)}
      title={attention ? `${messages.alarm[attention](agent.name)}\n${story}` : story}
    >
      <span className="agent-name cut">
        {attention !== undefined && <WarningFilled className="over" aria-hidden />}
        {agent.name} <span className="soft small">{agent.id}</span>
      </span>
      <span className="agent-state">
        <StateMark state={state} />
        <SparedMark agent={agent} />
        <LowSound contact={contact} />
        {away ? null : <Elapsed since={since} />}
      </span>
      <span className="agent-about soft small">
        <span className="cut">
          {contact === undefined ? reasonWord(agent.reason) : <About contact={contact} />}
        </span>
        {!away && (
          <span>
            {messages.occupancy} {busy}
          </span>
        )}
      </span>
    </li>
  )
}
