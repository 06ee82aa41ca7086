import { useEffect } from 'react'
import type { ContactView } from '../../cti/protocol.ts'
import { Elapsed, Remaining, TimeBar } from '../components/elapsed.tsx'
import { PhoneNumber, usePhoneNumber } from '../components/phone-number.tsx'
import { RecordingMark } from '../components/recording-mark.tsx'
import { StateMark, stateStyle } from '../components/state-mark.tsx'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { agentMessages } from './agent-messages.ts'
import { CallerPath } from './caller-path.tsx'
import { useConsultedName, useDesk, useQueueName } from './desk-context.ts'

function RingingName({ contact: { name = ' ', consult } }: { readonly contact: ContactView }) {
  return (
    <p className="ringing-name">
      {name}
      {consult && <Asking consult={consult} />}
    </p>
  )
}

type AskingProps = { readonly consult: NonNullable<ContactView['consult']> }

/** It is a colleague who calls, about this customer. */
function Asking({ consult }: AskingProps) {
  const messages = useMessages(agentMessages).consult
  return <strong className="asking"> {messages.by(useConsultedName(consult, 'consulted'))}</strong>
}

/** Somebody rings: who, from where, by which way, for how long, and how long it still rings. */
export function RingingCard({ contact }: { readonly contact: ContactView }) {
  const messages = useMessages(agentMessages)
  const { language } = usePreferences()
  const number = usePhoneNumber(contact.from)
  const queue = useQueueName()(contact.queue)
  const who = contact.name === undefined ? number : `${contact.name} ${number}`
  useTitle(`☎ ${who}`)
  useRingTone()
  return (
    <section className="ringing" style={stateStyle('reserved')}>
      <p className="unseen" role="alert">
        {messages.incoming(who, queue)}
      </p>
      <p className="ringing-state">
        <StateMark state="reserved" tinted />
        <RecordingMark contact={contact} />
      </p>
      <h1>
        <PhoneNumber number={contact.from} />
      </h1>
      <RingingName contact={contact} />
      <dl className="ringing-facts">
        <div>
          <dt>{messages.fromQueue}</dt>
          <dd>{queue}</dd>
        </div>
        <div>
          <dt>{messages.waitedFor}</dt>
          <dd>{contact.queuedAt === undefined ? '–' : <Elapsed since={contact.queuedAt} />}</dd>
        </div>
        <div>
          <dt>{messages.fact.language}</dt>
          <dd>{messages.language[contact.language]}</dd>
        </div>
      </dl>
      <CallerPath contact={contact} language={language} />
      <div className="ring-left">
        {contact.ringEndsAt !== undefined && (
          <>
            <TimeBar from={contact.offeredAt ?? contact.since} to={contact.ringEndsAt} />
            <span className="soft small">
              {messages.ringLeft} <Remaining until={contact.ringEndsAt} />
            </span>
          </>
        )}
      </div>
    </section>
  )
}

/** The softphone has no bell of its own. */
function useRingTone() {
  const { phone } = useDesk()
  const silent = phone.kind === 'own'
  useEffect(() => (silent ? undefined : ring()), [silent])
}

/** A ringing call is seen in the tab's title too. */
function useTitle(title: string) {
  useEffect(() => {
    const before = document.title
    document.title = title
    return () => {
      document.title = before
    }
  }, [title])
}

/**
 * The tone of a Chinese or European ring, 425 Hz, soft: 1 s on, 3 s off. Returns how to silence it.
 * A page that nobody has clicked in since it was loaded may make no sound; then it only shows the call.
 */
function ring(): () => void {
  if (!navigator.userActivation.hasBeenActive) return () => undefined
  const context = new AudioContext()
  const volume = context.createGain()
  volume.gain.value = 0
  volume.connect(context.destination)
  const tone = context.createOscillator()
  tone.frequency.value = 425
  tone.connect(volume)
  tone.start()
  const strike = () => {
    const now = context.currentTime
    volume.gain.setTargetAtTime(0.08, now, 0.03)
    volume.gain.setTargetAtTime(0, now + 1, 0.05)
  }
  strike()
  const timer = setInterval(strike, 4000)
  return () => {
    clearInterval(timer)
    void context.close()
  }
}
