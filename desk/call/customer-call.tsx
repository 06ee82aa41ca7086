import { AudioMutedOutlined, AudioOutlined, PhoneFilled } from '@ant-design/icons'
import { Brand } from '../components/brand.tsx'
import { DigitPad } from '../components/digit-pad.tsx'
import { Elapsed } from '../components/elapsed.tsx'
import { PreferenceControls } from '../components/preference-controls.tsx'
import { refusalIn, refusalMessages } from '../messages/refusal-messages.ts'
import { type CallProgress, isInCall } from '../state/call-progress.ts'
import { formatDuration } from '../state/format.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { type CallMessages, callMessages } from './call-messages.ts'
import './call.css'

type CustomerCallActions = {
  readonly start: () => void
  readonly press: (digit: string) => void
  readonly mute: (muted: boolean) => void
  readonly hangUp: () => void
}

type CustomerCallProps = {
  readonly number: string
  readonly progress: CallProgress
  readonly muted: boolean
  /** The page lost sight of the call's state; the sound goes on. */
  readonly linkLost: boolean
  readonly actions: CustomerCallActions
}

/** One call for one customer: before, during and after it, each thing in its place. */
export function CustomerCall({ number, progress, muted, linkLost, actions }: CustomerCallProps) {
  const messages = useMessages(callMessages)
  const inCall = isInCall(progress)
  return (
    <main className="call-page">
      <section className="call-card">
        <header>
          <Brand />
          <PreferenceControls />
        </header>
        {progress.at === 'before' ? (
          <Before number={number} messages={messages} />
        ) : (
          <Progress progress={progress} messages={messages} />
        )}
        <p className="call-notice small" role="status">
          {linkLost && inCall && messages.linkLost}
        </p>
        <div className="call-pad" inert={!inCall} aria-label={messages.keypad}>
          {inCall && <DigitPad press={actions.press} />}
        </div>
        <footer>
          {inCall ? (
            <CallButtons muted={muted} actions={actions} />
          ) : (
            <button type="button" className="call-button start" onClick={actions.start}>
              <PhoneFilled aria-hidden />
              {progress.at === 'before' ? messages.call(number) : messages.again}
            </button>
          )}
        </footer>
      </section>
    </main>
  )
}

function Before({
  number,
  messages,
}: {
  readonly number: string
  readonly messages: CallMessages
}) {
  return (
    <div className="call-before">
      <h1>{number}</h1>
      <p>{messages.lead}</p>
      <ol>
        {messages.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </div>
  )
}

type ProgressProps = { readonly progress: CallProgress; readonly messages: CallMessages }

function Progress({ progress, messages }: ProgressProps) {
  const { language } = usePreferences()
  const refusals = useMessages(refusalMessages)
  const own: Readonly<Record<string, string>> = {
    'microphone-denied': messages.noMicrophone,
    'microphone-missing': messages.noMicrophoneFound,
    'microphone-busy': messages.microphoneBusy,
    'insecure-page': messages.insecure,
  }
  const hint = () => {
    switch (progress.at) {
      case 'before':
      case 'connecting':
        return ''
      case 'after':
        return messages.afterHint(formatDuration(progress.talkedMs))
      case 'refused':
        return own[progress.reason] ?? refusalIn(refusals, progress.reason)
      default:
        return messages[`${progress.at}Hint`]
    }
  }
  const title = progress.at === 'menu' ? (progress.label?.[language] ?? messages.menu) : undefined
  return (
    <div className={`call-progress at-${progress.at}`} role="status">
      <h1>{title ?? (progress.at === 'before' ? '' : messages[progress.at])}</h1>
      <p className="call-figure">
        {progress.at === 'waiting' && progress.position !== undefined ? (
          <>
            <small>{messages.position}</small> {progress.position}{' '}
            <small>{messages.positionUnit}</small>
          </>
        ) : (
          'since' in progress && <Elapsed since={progress.since} />
        )}
      </p>
      <p className="call-wait">
        {progress.at === 'waiting' &&
          progress.waitSeconds !== undefined &&
          sayWait(progress.waitSeconds, messages)}
      </p>
      <p className="soft">{hint()}</p>
    </div>
  )
}

/** About so long, in the steps in which it is told. */
function sayWait(seconds: number, messages: CallMessages): string {
  const [minutes, rest] = [Math.floor(seconds / 60), Math.round(seconds % 60)]
  return minutes === 0 ? messages.waitSeconds(rest) : messages.waitMinutes(minutes, rest)
}

function CallButtons({
  muted,
  actions,
}: {
  readonly muted: boolean
  readonly actions: CustomerCallActions
}) {
  const messages = useMessages(callMessages)
  return (
    <>
      <button
        type="button"
        className="call-button mute"
        aria-pressed={muted}
        onClick={() => actions.mute(!muted)}
      >
        {muted ? <AudioMutedOutlined aria-hidden /> : <AudioOutlined aria-hidden />}
        {muted ? messages.unmute : messages.mute}
      </button>
      <button type="button" className="call-button end" onClick={actions.hangUp}>
        <PhoneFilled rotate={225} aria-hidden />
        {messages.hangUp}
      </button>
    </>
  )
}
