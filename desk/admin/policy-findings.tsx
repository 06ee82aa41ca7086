import { WarningFilled } from '@ant-design/icons'
import type { JsonChange } from '../state/json-changes.ts'
import type { PolicyDraft, RoutingFault } from '../state/routing-draft.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { policyMessages } from './policy-messages.ts'

type PolicyFindingsProps = {
  readonly draft: PolicyDraft
  readonly faults: readonly (RoutingFault & { readonly line: number | undefined })[]
  readonly goTo: (line: number) => void
}

const shown = 60

/** What is wrong with the text, one a line; else what it would change. */
export function PolicyFindings({ draft, faults, goTo }: PolicyFindingsProps) {
  const messages = useMessages(policyMessages)
  if (!draft.sound)
    return (
      <p className="policy-bad over" role="alert">
        <WarningFilled aria-hidden />{' '}
        {draft.line === undefined ? messages.badJson : messages.badJsonAt(draft.line)}
      </p>
    )
  return (
    <>
      {faults.length > 0 && <FaultList faults={faults} goTo={goTo} />}
      <ChangeList changes={draft.changes} />
    </>
  )
}

function FaultList({ faults, goTo }: Omit<PolicyFindingsProps, 'draft'>) {
  const messages = useMessages(policyMessages)
  const { language } = usePreferences()
  return (
    <section className="policy-faults" role="alert">
      <h2 className="label over">{messages.faults(faults.length)}</h2>
      <ul>
        {faults.map(({ text, path, line }) => (
          <li key={`${path.join('.')} ${text.en}`}>
            <button
              type="button"
              className="plain"
              onClick={() => line !== undefined && goTo(line)}
            >
              {line !== undefined && <span className="soft">{messages.line(line)} </span>}
              {text[language]}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function ChangeList({ changes }: { readonly changes: readonly JsonChange[] }) {
  const messages = useMessages(policyMessages)
  const needsVersion =
    changes.some(({ path }) => path[0] === 'policy') &&
    !changes.some(({ path }) => path.join('.') === 'policy.version')
  if (changes.length === 0) return <p className="nothing">{messages.noChanges}</p>
  return (
    <section className="policy-changes" aria-live="polite">
      <h2 className="label">{messages.changes}</h2>
      {needsVersion && <p className="policy-hint">{messages.sameVersion}</p>}
      <ul>
        {changes.slice(0, shown).map((change) => (
          <Change key={change.path.join('.')} change={change} />
        ))}
      </ul>
      {changes.length > shown && <p className="soft">{messages.more(changes.length - shown)}</p>}
    </section>
  )
}

function Change({ change: { path, before, after } }: { readonly change: JsonChange }) {
  const { absent } = useMessages(policyMessages)
  const say = (value: unknown) => (value === undefined ? absent : JSON.stringify(value))
  return (
    <li>
      <code>{path.join(' › ')}</code>
      <span className="policy-change">
        <del className="cut" title={say(before)}>
          {say(before)}
        </del>
        <ins className="cut" title={say(after)}>
          {say(after)}
        </ins>
      </span>
    </li>
  )
}
