import { Alert, Button, Drawer, Form, Switch } from 'antd'
import { useState } from 'react'
import { named } from '../../../core/names.ts'
import type { Tenant } from '../../../core/tenant.ts'
import { draftOf, newTrunk, type ShownTrunk, type TrunkDraft } from '../../state/trunking-draft.ts'
import { useMessages, usePreferences } from '../../theme/preferences.tsx'
import { TextField } from './fields.tsx'
import { CallFields, FarEndFields, InboundFields, OutboundFields } from './trunk-fields.tsx'
import { trunkMessages } from './trunk-messages.ts'

type TrunkDrawerProps = {
  /** Undefined: a new one. */
  readonly trunk: ShownTrunk | undefined
  readonly flows: Tenant['flows']
  readonly save: (trunk: TrunkDraft) => void
  readonly busy: boolean
  /** What the centre did not accept, in the reader's language. */
  readonly faults: readonly string[]
  readonly close: () => void
}

/** All that is said of one trunk. */
export function TrunkDrawer({ trunk, flows, save, busy, faults, close }: TrunkDrawerProps) {
  const messages = useMessages(trunkMessages)
  const { language } = usePreferences()
  const [draft, setDraft] = useState<TrunkDraft>(() => (trunk ? draftOf(trunk) : newTrunk))
  const change = (part: Partial<TrunkDraft>) => setDraft({ ...draft, ...part })
  return (
    <Drawer
      open
      size={640}
      onClose={close}
      title={trunk?.name[language] ?? messages.newTrunk}
      extra={
        <label className="trunking-switch">
          <span>{messages.enabled}</span>
          <Switch checked={draft.enabled} onChange={(enabled) => change({ enabled })} />
        </label>
      }
      footer={
        <>
          <FaultList faults={faults} />
          <Button
            type="primary"
            block
            size="large"
            loading={busy}
            onClick={() => save(tidy(draft))}
          >
            {messages.save}
          </Button>
        </>
      }
    >
      <Form layout="vertical" className="trunking-form">
        <NameFields draft={draft} change={change} isNew={trunk === undefined} />
        <FarEndFields
          trunk={draft}
          change={change}
          hasPassword={trunk?.account?.hasPassword === true}
        />
        <InboundFields trunk={draft} change={change} flows={flows} />
        <OutboundFields trunk={draft} change={change} />
        <CallFields trunk={draft} change={change} />
      </Form>
    </Drawer>
  )
}

type NameProps = {
  readonly draft: TrunkDraft
  readonly change: (part: Partial<TrunkDraft>) => void
  readonly isNew: boolean
}

function NameFields({ draft, change, isNew }: NameProps) {
  const messages = useMessages(trunkMessages)
  const { id, name } = draft
  return (
    <div className="trunking-pair">
      <TextField
        label={messages.chinese}
        value={name.zh}
        change={(zh) => change({ name: { ...name, zh } })}
      />
      <TextField
        label={messages.english}
        value={name.en}
        change={(en) => change({ name: { ...name, en } })}
      />
      <TextField
        label={messages.id}
        hint={messages.idRule}
        value={id}
        disabled={!isNew}
        change={(next) => change({ id: named(next) })}
      />
    </div>
  )
}

export function FaultList({ faults }: { readonly faults: readonly string[] }) {
  if (faults.length === 0) return null
  return (
    <Alert
      type="error"
      className="trunking-faults"
      title={
        <ul>
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      }
    />
  )
}

/** What is empty is not said at all. */
function tidy({ account, codecs, srtp, outbound, ...trunk }: TrunkDraft): TrunkDraft {
  const { prefix, form, callerId } = outbound
  return {
    ...trunk,
    ...(account && { account: tidyAccount(account) }),
    ...(codecs && codecs.length > 0 && { codecs }),
    ...(srtp && { srtp }),
    outbound: { form, ...(prefix && { prefix }), ...(callerId && { callerId }) },
  }
}

function tidyAccount({ password, domain, ...account }: NonNullable<TrunkDraft['account']>) {
  return { ...account, ...(password && { password }), ...(domain && { domain }) }
}
