import type { Slug } from '../../core/slug.ts'
import { useWords } from '../look/taste.tsx'
import { Elapsed } from '../parts/elapsed.tsx'
import type { Scene } from '../state/scene.ts'
import { refusalWords } from '../words/refusal-words.ts'
import { agentWords } from './agent-words.ts'
import { useConsulted } from './use-consulted.ts'

type Props = { readonly scene: Extract<Scene, { show: 'consulting' | 'consulted' }> }

/** Whom the agent talks to, since when, and that the customer waits since when. */
export function ConsultNotice({ scene }: Props) {
  const words = useWords(agentWords).consult
  const { consult, contact, show } = scene
  const who = useConsulted(consult, show)
  const talks = consult.connectedAt !== undefined
  const said = show === 'consulted' ? words.by : talks ? words.with : words.calling
  return (
    <p className="talk-notice consult" role="status">
      <strong>{said(who)}</strong>
      <Elapsed since={consult.connectedAt ?? consult.since} />
      <span className="soft">
        {words.customerHears} <Elapsed since={contact.heldSince ?? consult.since} />
      </span>
    </p>
  )
}

/** The customer is still on hold: the agent goes back to him when he likes. */
export function ConsultEnded({ reason }: { readonly reason: Slug }) {
  const words = useWords(agentWords).consult
  const { [reason]: why } = useWords(refusalWords)
  return (
    <p className="talk-notice over" role="alert">
      {words.ended(why)}
    </p>
  )
}
