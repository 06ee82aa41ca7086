import { Elapsed, Remaining, TimeBar } from '../components/elapsed.tsx'
import { PhoneNumber } from '../components/phone-number.tsx'
import { StateMark, stateStyle } from '../components/state-mark.tsx'
import { shownState } from '../state/agent-state.ts'
import type { CallView } from '../state/call-view.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { agentMessages } from './agent-messages.ts'
import { CallerPath } from './caller-path.tsx'
import { ConsultEnded, ConsultNotice } from './consult-notice.tsx'
import { useDesk } from './desk-context.ts'
import { NoteForm } from './note-form.tsx'
import { RecordingNotice } from './recording-notice.tsx'
import { TalkSound } from './talk-sound.tsx'
import type { useWrapUpDraft } from './wrap-up-draft.ts'

type TalkView = Exclude<CallView, { show: 'idle' | 'ringing' }>
type TalkCardProps = {
  readonly callView: TalkView
  readonly draft: ReturnType<typeof useWrapUpDraft>
}

/** A talk and its wrap-up: the same facts in the same places, so that nothing jumps when it ends. */
export function TalkCard({ callView, draft }: TalkCardProps) {
  const { me, phone } = useDesk()
  const { language } = usePreferences()
  const { contact } = callView
  const { state, since } = shownState(me, contact)
  return (
    <section className="talk" style={stateStyle(state)}>
      <header>
        <div className="talk-who">
          <h1>{contact === undefined ? '–' : <PhoneNumber number={contact.from} />}</h1>
          <p>{contact?.name ?? ' '}</p>
        </div>
        <div className="talk-time">
          <strong>
            <Elapsed since={state === 'talking' ? (contact?.connectedAt ?? since) : since} />
          </strong>
          <StateMark state={state} tinted />
        </div>
      </header>
      {contact !== undefined && <CallerPath contact={contact} language={language} />}
      <TalkNotice callView={callView} muted={phone.muted || contact?.muted === true} />
      {callView.show !== 'consulted' && (
        <NoteForm contact={contact} draft={draft} wrapUp={callView.show === 'wrapUp'} />
      )}
    </section>
  )
}

type NoticeProps = { readonly callView: TalkView; readonly muted: boolean }

/** One line whose place is always kept: recording, mute and sound, a lost line, or the wrap-up time. */
function TalkNotice({ callView, muted }: NoticeProps) {
  const { me, phone } = useDesk()
  const messages = useMessages(agentMessages)
  if (callView.show === 'parted')
    return (
      <p className="talk-notice over" role="alert">
        {phone.kind === 'own' ? messages.partedOwn : messages.parted}
      </p>
    )
  if (callView.show === 'consulting' || callView.show === 'consulted')
    return <ConsultNotice callView={callView} />
  if (callView.show === 'fetching') return <p className="talk-notice">{messages.fetching}</p>
  if (callView.show === 'wrapUp')
    return (
      <p className="talk-notice">
        {me.wrapUpEndsAt !== undefined && (
          <>
            <span>
              {messages.wrapUpLeft} <Remaining until={me.wrapUpEndsAt} />
            </span>
            <TimeBar from={me.since} to={me.wrapUpEndsAt} />
          </>
        )}
      </p>
    )
  if (callView.contact.consultEnded !== undefined && callView.contact.held)
    return <ConsultEnded reason={callView.contact.consultEnded} />
  return (
    <p className="talk-notice">
      <RecordingNotice contact={callView.contact} />
      {muted && <span className="muted">{messages.muted}</span>}
      <TalkSound contact={callView.contact} />
    </p>
  )
}
