import { Elapsed } from '../components/elapsed.tsx'
import { usePhoneNumber } from '../components/phone-number.tsx'
import { SparedMark, StateMark, stateStyle, useReasonWord } from '../components/state-mark.tsx'
import { useNow } from '../components/use-now.ts'
import { routingMessages } from '../messages/routing-messages.ts'
import { isMiss, sparedNow } from '../state/agent-state.ts'
import { useMessages } from '../theme/preferences.tsx'
import { type AgentMessages, agentMessages } from './agent-messages.ts'
import { type TakenCall, useDesk } from './desk-context.ts'

function hintOf(
  messages: AgentMessages['idle'],
  state: string,
  reason: string | undefined,
): string {
  if (state === 'ready') return messages.readyHint
  if (state !== 'notReady' && state !== 'loggedOff') return messages.settling
  if (isMiss(reason)) return messages.missed
  return reason === 'connection-lost' ? messages.connectionLost : messages.notReadyHint
}

/** Nobody on the line: the state, large and calm, and what it means. */
export function IdleCard() {
  const { tenant, me, phone, taken } = useDesk()
  const messages = useMessages(agentMessages)
  const { sparedWhy } = useMessages(routingMessages)
  const spared = sparedNow(me, useNow())
  const reason = useReasonWord(tenant)(me.reason)
  return (
    <section className="idle" style={stateStyle(me.state)}>
      <p className="idle-state">
        <StateMark state={me.state} />
        {me.state === 'notReady' && reason !== undefined && <span>{reason}</span>}
      </p>
      <p className="idle-time">
        <Elapsed since={me.since} />
      </p>
      <p className="soft">
        {spared ? sparedWhy[spared.why] : hintOf(messages.idle, me.state, me.reason)}
      </p>
      <p className="idle-note">
        {spared ? <SparedMark agent={me} /> : taken && <Taken call={taken} />}
      </p>
      {phone.fault !== undefined && (
        <p className="idle-fault" role="alert">
          {messages.fault[phone.fault]}
        </p>
      )}
    </section>
  )
}

function Taken({ call }: { readonly call: TakenCall }) {
  const messages = useMessages(agentMessages).idle
  const number = usePhoneNumber(call.from)
  return <span role="status">{messages.taken(call.by, number)}</span>
}
