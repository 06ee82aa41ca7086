import type { ReasonCode } from '../../core/reason-code.ts'
import { Elapsed } from '../components/elapsed.tsx'
import { refusalMessages } from '../messages/refusal-messages.ts'
import type { CallView } from '../state/call-view.ts'
import { useMessages } from '../theme/preferences.tsx'
import { agentMessages } from './agent-messages.ts'
import { useConsultedName } from './desk-context.ts'

type ConsultNoticeProps = {
  readonly callView: Extract<CallView, { show: 'consulting' | 'consulted' }>
}

/** Whom the agent talks to, since when, and that the customer waits since when. */
export function ConsultNotice({ callView }: ConsultNoticeProps) {
  const messages = useMessages(agentMessages).consult
  const { consult, contact, show } = callView
  const who = useConsultedName(consult, show)
  const talks = consult.connectedAt !== undefined
  const said = show === 'consulted' ? messages.by : talks ? messages.with : messages.calling
  return (
    <p className="talk-notice consult" role="status">
      <strong>{said(who)}</strong>
      <Elapsed since={consult.connectedAt ?? consult.since} />
      <span className="soft">
        {messages.customerHears} <Elapsed since={contact.heldSince ?? consult.since} />
      </span>
    </p>
  )
}

/** The customer is still on hold: the agent goes back to him when he likes. */
export function ConsultEnded({ reason }: { readonly reason: ReasonCode }) {
  const messages = useMessages(agentMessages).consult
  const { [reason]: why } = useMessages(refusalMessages)
  return (
    <p className="talk-notice over" role="alert">
      {messages.ended(why)}
    </p>
  )
}
