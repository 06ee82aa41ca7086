import { WarningFilled } from '@ant-design/icons'
import { useTaste, useWords } from '../look/taste.tsx'
import type { JsonChange } from '../state/json-changes.ts'
import type { Draft, RoutingFault } from '../state/routing-draft.ts'
import { policyWords } from './policy-words.ts'

type Props = {
  readonly draft: Draft
  readonly faults: readonly (RoutingFault & { readonly line: number | undefined })[]
  readonly goTo: (line: number) => void
}

const shown = 60

/** What is wrong with the text, one a line; else what it would change. */
export function PolicyFindings({ draft, faults, goTo }: Props) {
  const words = useWords(policyWords)
  if (!draft.sound)
    return (
      <p className="policy-bad over" role="alert">
        <WarningFilled aria-hidden />{' '}
        {draft.line === undefined ? words.badJson : words.badJsonAt(draft.line)}
      </p>
    )
  return (
    <>
      {faults.length > 0 && <FaultList faults={faults} goTo={goTo} />}
      <ChangeList changes={draft.changes} />
    </>
  )
}

function FaultList({ faults, goTo }: Omit<Props, 'draft'>) {
  const words = useWords(policyWords)
  const { language } = useTaste()
  return (
    <section className="policy-faults" role="alert">
      <h2 className="label over">{words.faults(faults.length)}</h2>
      <ul>
        {faults.map(({ text, path, line }) => (
          <li key={`${path.join('.')} ${text.en}`}>
            <button
              type="button"
              className="plain"
              onClick={() => line !== undefined && goTo(line)}
            >
              {line !== undefined && <span className="soft">{words.line(line)} </span>}
              {text[language]}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function ChangeList({ changes }: { readonly changes: readonly JsonChange[] }) {
  const words = useWords(policyWords)
  const needsVersion =
    changes.some(({ path }) => path[0] === 'policy') &&
    !changes.some(({ path }) => path.join('.') === 'policy.version')
  if (changes.length === 0) return <p className="nothing">{words.noChanges}</p>
  return (
    <section className="policy-changes" aria-live="polite">
      <h2 className="label">{words.changes}</h2>
      {needsVersion && <p className="policy-hint">{words.sameVersion}</p>}
      <ul>
        {changes.slice(0, shown).map((change) => (
          <Change key={change.path.join('.')} change={change} />
        ))}
      </ul>
      {changes.length > shown && <p className="soft">{words.more(changes.length - shown)}</p>}
    </section>
  )
}

function Change({ change: { path, before, after } }: { readonly change: JsonChange }) {
  const { absent } = useWords(policyWords)
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
