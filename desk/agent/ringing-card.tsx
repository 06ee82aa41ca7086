import { useEffect } from 'react'
import type { ContactView } from '../../cti/protocol.ts'
import { useTaste, useWords } from '../look/taste.tsx'
import { Elapsed, Remaining } from '../parts/elapsed.tsx'
import { PhoneNumber, usePhoneNumber } from '../parts/phone-number.tsx'
import { RecordingMark } from '../parts/recording-mark.tsx'
import { StateMark, stateStyle } from '../parts/state-mark.tsx'
import { agentWords } from './agent-words.ts'
import { CallerPath } from './caller-path.tsx'
import { useDesk } from './desk-context.ts'
import { ring } from './ring-tone.ts'
import { TimeBar } from './time-bar.tsx'
import { useConsulted } from './use-consulted.ts'
import { useQueueName } from './use-queue-name.ts'

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
  const words = useWords(agentWords).consult
  return <strong className="asking"> {words.by(useConsulted(consult, 'consulted'))}</strong>
}

/** Somebody rings: who, from where, by which way, for how long, and how long it still rings. */
export function RingingCard({ contact }: { readonly contact: ContactView }) {
  const words = useWords(agentWords)
  const { language } = useTaste()
  const number = usePhoneNumber(contact.from)
  const queue = useQueueName()(contact.queue)
  const who = contact.name === undefined ? number : `${contact.name} ${number}`
  useTitle(`☎ ${who}`)
  useRingTone()
  return (
    <section className="ringing" style={stateStyle('reserved')}>
      <p className="unseen" role="alert">
        {words.incoming(who, queue)}
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
          <dt>{words.fromQueue}</dt>
          <dd>{queue}</dd>
        </div>
        <div>
          <dt>{words.waitedFor}</dt>
          <dd>{contact.queuedAt === undefined ? '–' : <Elapsed since={contact.queuedAt} />}</dd>
        </div>
        <div>
          <dt>{words.fact.language}</dt>
          <dd>{words.language[contact.language]}</dd>
        </div>
      </dl>
      <CallerPath contact={contact} language={language} />
      <div className="ring-left">
        {contact.ringEndsAt !== undefined && (
          <>
            <TimeBar from={contact.offeredAt ?? contact.since} to={contact.ringEndsAt} />
            <span className="soft small">
              {words.ringLeft} <Remaining until={contact.ringEndsAt} />
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
