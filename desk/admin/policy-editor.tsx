import { UploadOutlined } from '@ant-design/icons'
import { App, Button, InputNumber } from 'antd'
import { type ChangeEvent, useRef, useState } from 'react'
import { reasonOf, RestRefusal } from '../api/rest.ts'
import { refusalIn, refusalMessages } from '../messages/refusal-messages.ts'
import { lineAt, placeInJson } from '../state/json-place.ts'
import {
  nextVersion,
  type PolicyDraft,
  readPolicyDraft,
  type RoutingFault,
  type RoutingPolicies,
  textFromFile,
  textOf,
  withTrial,
  withValue,
} from '../state/routing-draft.ts'
import { useMessages } from '../theme/preferences.tsx'
import { JsonEditor } from './json-editor.tsx'
import { PolicyFindings } from './policy-findings.tsx'
import { policyMessages } from './policy-messages.ts'

type PolicyEditorProps = {
  readonly inForce: RoutingPolicies
  readonly save: (routing: RoutingPolicies) => Promise<unknown>
  readonly saved: () => void
}

/** The text at the left; what it would change, or what is wrong with it, at the right. */
export function PolicyEditor({ inForce, save, saved }: PolicyEditorProps) {
  const messages = useMessages(policyMessages)
  const [text, setText] = useState(() => textOf(inForce))
  const [goTo, setGoTo] = useState<{ readonly line: number }>()
  const { faults, busy, put, forget } = usePut(save, saved)
  const draft = readPolicyDraft(text, inForce)
  const change = (next: string) => {
    setText(next)
    forget()
  }
  const lines = draft.sound ? faults.map((fault) => lineOf(text, fault)) : []
  const badLine = draft.sound ? undefined : draft.line
  return (
    <div className="policy-editor">
      <section>
        <EditorTools {...{ text, draft, inForce, change }} />
        <JsonEditor
          name={messages.editor}
          text={text}
          change={setText}
          marked={new Set(badLine === undefined ? lines : [badLine])}
          goTo={goTo}
        />
      </section>
      <aside>
        <PolicyFindings
          draft={draft}
          faults={faults.map((fault, index) => ({ ...fault, line: lines[index] }))}
          goTo={(line) => setGoTo({ line })}
        />
        <div className="policy-actions">
          <Button
            type="primary"
            size="large"
            block
            loading={busy}
            disabled={!draft.sound || draft.changes.length === 0}
            onClick={() => draft.sound && void put(draft.routing)}
          >
            {messages.save}
          </Button>
          <Button block disabled={text === textOf(inForce)} onClick={() => change(textOf(inForce))}>
            {messages.undo}
          </Button>
        </div>
      </aside>
    </div>
  )
}

const lineOf = (text: string, { path }: RoutingFault) => lineAt(text, placeInJson(text, path).from)

/** Sends it; what the centre finds wrong stays until it is sent again, or everything is replaced. */
function usePut(save: PolicyEditorProps['save'], saved: () => void) {
  const messages = useMessages(policyMessages)
  const refusals = useMessages(refusalMessages)
  const { message } = App.useApp()
  const [faults, setFaults] = useState<readonly RoutingFault[]>([])
  const [busy, setBusy] = useState(false)
  const put = async (routing: RoutingPolicies) => {
    setBusy(true)
    try {
      await save(routing)
      setFaults([])
      message.success(messages.saved(routing.policy.version))
      saved()
    } catch (fault) {
      if (fault instanceof RestRefusal && fault.faults.length > 0) setFaults(fault.faults)
      else message.error(refusalIn(refusals, reasonOf(fault)))
    }
    setBusy(false)
  }
  return { faults, busy, put, forget: () => setFaults([]) }
}

type ToolProps = {
  readonly text: string
  readonly draft: PolicyDraft
  readonly inForce: RoutingPolicies
  readonly change: (text: string) => void
}

/** A file, a new version, and the trial: each changes the text and nothing else. */
function EditorTools({ text, draft, inForce, change }: ToolProps) {
  const messages = useMessages(policyMessages)
  const file = useRef<HTMLInputElement>(null)
  const upload = ({ target }: ChangeEvent<HTMLInputElement>) => {
    void target.files?.[0]?.text().then((content) => change(textFromFile(content, inForce)))
    target.value = ''
  }
  const version = versionOf(draft)
  const taken = looseOf(draft).trial?.policy?.version
  const bump = () => {
    if (version === undefined) return
    change(withValue(text, ['policy', 'version'], nextVersion(version, [taken])))
  }
  return (
    <div className="policy-tools">
      <input ref={file} type="file" accept=".json,application/json" hidden onChange={upload} />
      <Button icon={<UploadOutlined />} onClick={() => file.current?.click()}>
        {messages.upload}
      </Button>
      <Button disabled={version === undefined} onClick={bump}>
        {messages.version}
      </Button>
      <TrialTools {...{ text, draft, inForce, change }} />
    </div>
  )
}

/** What an administrator writes may lack anything. */
type Versioned = { readonly version?: unknown }
type Loose = {
  readonly policy?: Versioned
  readonly trial?: { readonly share?: unknown; readonly policy?: Versioned }
}

/** A lone `null` or number is sound JSON, too. */
const looseOf = (draft: PolicyDraft): Loose =>
  draft.sound && Object(draft.routing) === draft.routing ? draft.routing : {}

function versionOf(draft: PolicyDraft): string | undefined {
  const version = looseOf(draft).policy?.version
  return typeof version === 'string' ? version : undefined
}

function TrialTools({ text, draft, change }: ToolProps) {
  const messages = useMessages(policyMessages)
  if (!draft.sound || versionOf(draft) === undefined) return null
  const { routing } = draft
  const share = looseOf(draft).trial?.share
  if (typeof share !== 'number')
    return <Button onClick={() => change(textOf(withTrial(routing)))}>{messages.startTrial}</Button>
  return (
    <>
      <label className="trial-share" title={messages.shareIs}>
        {messages.share}{' '}
        <InputNumber
          min={0}
          max={100}
          value={Math.round(share * 1000) / 10}
          suffix="%"
          onChange={(percent) =>
            percent !== null && change(withValue(text, ['trial', 'share'], percent / 100))
          }
        />
      </label>
      <Button onClick={() => change(textOf({ policy: routing.policy }))}>
        {messages.endTrial}
      </Button>
    </>
  )
}
