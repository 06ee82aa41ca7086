import { Elapsed } from '../components/elapsed.tsx'
import { usePhoneNumber } from '../components/phone-number.tsx'
import { StateMark, stateStyle } from '../components/state-mark.tsx'
import { shownState } from '../state/agent-state.ts'
import type { CallView } from '../state/call-view.ts'
import { useMessages } from '../theme/preferences.tsx'
import { agentMessages } from './agent-messages.ts'
import { useConsultedName, useDesk } from './desk-context.ts'

/** The lines of this desk. The place of a call is there before the call. */
export function LineList() {
  const { callView } = useDesk()
  const messages = useMessages(agentMessages)
  return (
    <section className="panel lines">
      <h2 className="label">{messages.lines}</h2>
      {callView.show === 'consulting' && <ConsultLine callView={callView} />}
      {callView.show === 'idle' ? (
        <div className="line free">
          <span>{messages.noLine}</span>
          <span className="small">{messages.noLineHint}</span>
        </div>
      ) : (
        <BusyLine />
      )}
    </section>
  )
}

type ConsultProps = { readonly callView: Extract<CallView, { show: 'consulting' | 'consulted' }> }

/** The second line of a consultation: the customer's is on hold below it. */
function ConsultLine({ callView: { consult } }: ConsultProps) {
  const who = useConsultedName(consult, 'consulting')
  const state = consult.connectedAt === undefined ? 'reserved' : 'talking'
  return (
    <div className="line" style={stateStyle(state)}>
      <strong className="cut">{who}</strong>
      <span className="line-state">
        <StateMark state={state} />
        <Elapsed since={consult.connectedAt ?? consult.since} />
      </span>
    </div>
  )
}

function BusyLine() {
  const { me, callView } = useDesk()
  const contact = callView.show === 'idle' ? undefined : callView.contact
  const number = usePhoneNumber(contact?.from ?? '')
  const { state, since } =
    callView.show === 'consulting'
      ? ({ state: 'hold', since: callView.contact.heldSince ?? callView.consult.since } as const)
      : shownState(me, contact)
  return (
    <div className="line" style={stateStyle(state)}>
      <strong className="cut">{contact?.name ?? number}</strong>
      <span className="line-state">
        <StateMark state={state} />
        <Elapsed since={since} />
      </span>
    </div>
  )
}
