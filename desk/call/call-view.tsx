import { AudioMutedOutlined, AudioOutlined, PhoneFilled } from '@ant-design/icons'
import { useTaste, useWords } from '../look/taste.tsx'
import { Brand } from '../parts/brand.tsx'
import { DigitPad } from '../parts/digit-pad.tsx'
import { Elapsed } from '../parts/elapsed.tsx'
import { TasteControls } from '../parts/taste-controls.tsx'
import { type CallProgress, isInCall } from '../state/call-progress.ts'
import { formatDuration } from '../state/duration.ts'
import { refusalIn, refusalWords } from '../words/refusal-words.ts'
import { type CallWords, callWords } from './call-words.ts'
import './call.css'

export type CallActs = {
  readonly start: () => void
  readonly press: (digit: string) => void
  readonly mute: (muted: boolean) => void
  readonly hangUp: () => void
}

type Props = {
  readonly number: string
  readonly progress: CallProgress
  readonly muted: boolean
  /** The page lost sight of the call's state; the sound goes on. */
  readonly linkLost: boolean
  readonly acts: CallActs
}

/** One call for one customer: before, during and after it, each thing in its place. */
export function CallView({ number, progress, muted, linkLost, acts }: Props) {
  const words = useWords(callWords)
  const inCall = isInCall(progress)
  return (
    <main className="call-page">
      <section className="call-card">
        <header>
          <Brand />
          <TasteControls />
        </header>
        {progress.at === 'before' ? (
          <Before number={number} words={words} />
        ) : (
          <Progress progress={progress} words={words} />
        )}
        <p className="call-notice small" role="status">
          {linkLost && inCall && words.linkLost}
        </p>
        <div className="call-pad" inert={!inCall} aria-label={words.keypad}>
          {inCall && <DigitPad press={acts.press} />}
        </div>
        <footer>
          {inCall ? (
            <CallButtons muted={muted} acts={acts} />
          ) : (
            <button type="button" className="call-button start" onClick={acts.start}>
              <PhoneFilled aria-hidden />
              {progress.at === 'before' ? words.call(number) : words.again}
            </button>
          )}
        </footer>
      </section>
    </main>
  )
}

function Before({ number, words }: { readonly number: string; readonly words: CallWords }) {
  return (
    <div className="call-before">
      <h1>{number}</h1>
      <p>{words.lead}</p>
      <ol>
        {words.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </div>
  )
}

type ProgressProps = { readonly progress: CallProgress; readonly words: CallWords }

function Progress({ progress, words }: ProgressProps) {
  const { language } = useTaste()
  const refusals = useWords(refusalWords)
  const own: Readonly<Record<string, string>> = {
    'microphone-denied': words.noMicrophone,
    'microphone-missing': words.noMicrophoneFound,
    'microphone-busy': words.microphoneBusy,
    'insecure-page': words.insecure,
  }
  const hint = () => {
    switch (progress.at) {
      case 'before':
      case 'connecting':
        return ''
      case 'after':
        return words.afterHint(formatDuration(progress.talkedMs))
      case 'refused':
        return own[progress.reason] ?? refusalIn(refusals, progress.reason)
      default:
        return words[`${progress.at}Hint`]
    }
  }
  const title = progress.at === 'menu' ? (progress.label?.[language] ?? words.menu) : undefined
  return (
    <div className={`call-progress at-${progress.at}`} role="status">
      <h1>{title ?? (progress.at === 'before' ? '' : words[progress.at])}</h1>
      <p className="call-figure">
        {progress.at === 'waiting' && progress.position !== undefined ? (
          <>
            <small>{words.position}</small> {progress.position} <small>{words.positionUnit}</small>
          </>
        ) : (
          'since' in progress && <Elapsed since={progress.since} />
        )}
      </p>
      <p className="call-wait">
        {progress.at === 'waiting' &&
          progress.waitSeconds !== undefined &&
          sayWait(progress.waitSeconds, words)}
      </p>
      <p className="soft">{hint()}</p>
    </div>
  )
}

/** About so long, in the steps in which it is told. */
function sayWait(seconds: number, words: CallWords): string {
  const [minutes, rest] = [Math.floor(seconds / 60), Math.round(seconds % 60)]
  return minutes === 0 ? words.waitSeconds(rest) : words.waitMinutes(minutes, rest)
}

function CallButtons({ muted, acts }: { readonly muted: boolean; readonly acts: CallActs }) {
  const words = useWords(callWords)
  return (
    <>
      <button
        type="button"
        className="call-button mute"
        aria-pressed={muted}
        onClick={() => acts.mute(!muted)}
      >
        {muted ? <AudioMutedOutlined aria-hidden /> : <AudioOutlined aria-hidden />}
        {muted ? words.unmute : words.mute}
      </button>
      <button type="button" className="call-button end" onClick={acts.hangUp}>
        <PhoneFilled rotate={225} aria-hidden />
        {words.hangUp}
      </button>
    </>
  )
}
