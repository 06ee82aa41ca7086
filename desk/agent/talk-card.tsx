import { useTaste, useWords } from '../look/taste.tsx'
import { Elapsed, Remaining } from '../parts/elapsed.tsx'
import { PhoneNumber } from '../parts/phone-number.tsx'
import { StateMark, stateStyle } from '../parts/state-mark.tsx'
import { shownState } from '../state/agent-state.ts'
import type { Scene } from '../state/scene.ts'
import { agentWords } from './agent-words.ts'
import { CallerPath } from './caller-path.tsx'
import { ConsultEnded, ConsultNotice } from './consult-notice.tsx'
import { useDesk } from './desk-context.ts'
import type { useDraft } from './draft.ts'
import { NoteForm } from './note-form.tsx'
import { RecordingNotice } from './recording-notice.tsx'
import { TalkSound } from './talk-sound.tsx'
import { TimeBar } from './time-bar.tsx'

type TalkScene = Exclude<Scene, { show: 'idle' | 'ringing' }>
type Props = { readonly scene: TalkScene; readonly draft: ReturnType<typeof useDraft> }

/** A talk and its wrap-up: the same facts in the same places, so that nothing jumps when it ends. */
export function TalkCard({ scene, draft }: Props) {
  const { me, phone } = useDesk()
  const { language } = useTaste()
  const { contact } = scene
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
      <TalkNotice scene={scene} muted={phone.muted || contact?.muted === true} />
      {scene.show !== 'consulted' && (
        <NoteForm contact={contact} draft={draft} wrapUp={scene.show === 'wrapUp'} />
      )}
    </section>
  )
}

type NoticeProps = { readonly scene: TalkScene; readonly muted: boolean }

/** One line whose place is always kept: recording, mute and sound, a lost line, or the wrap-up time. */
function TalkNotice({ scene, muted }: NoticeProps) {
  const { me, phone } = useDesk()
  const words = useWords(agentWords)
  if (scene.show === 'parted')
    return (
      <p className="talk-notice over" role="alert">
        {phone.kind === 'own' ? words.partedOwn : words.parted}
      </p>
    )
  if (scene.show === 'consulting' || scene.show === 'consulted')
    return <ConsultNotice scene={scene} />
  if (scene.show === 'fetching') return <p className="talk-notice">{words.fetching}</p>
  if (scene.show === 'wrapUp')
    return (
      <p className="talk-notice">
        {me.wrapUpEndsAt !== undefined && (
          <>
            <span>
              {words.wrapUpLeft} <Remaining until={me.wrapUpEndsAt} />
            </span>
            <TimeBar from={me.since} to={me.wrapUpEndsAt} />
          </>
        )}
      </p>
    )
  if (scene.contact.consultEnded !== undefined && scene.contact.held)
    return <ConsultEnded reason={scene.contact.consultEnded} />
  return (
    <p className="talk-notice">
      <RecordingNotice contact={scene.contact} />
      {muted && <span className="muted">{words.muted}</span>}
      <TalkSound contact={scene.contact} />
    </p>
  )
}
