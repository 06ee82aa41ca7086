import { Checkbox, Form, Input, Radio, Select } from 'antd'
import { named } from '../../../core/names.ts'
import type { Flow } from '../../../core/tenant.ts'
import type { NumberForm, Trunk, TrunkCodec } from '../../../core/trunk.ts'
import { newAccount, type TrunkDraft } from '../../state/trunking-draft.ts'
import { useMessages, usePreferences } from '../../theme/preferences.tsx'
import { ListField, NumberField, Rows, TextField } from './fields.tsx'
import { trunkMessages } from './trunk-messages.ts'

type OutboundFieldsProps = {
  readonly trunk: TrunkDraft
  readonly change: (part: Partial<TrunkDraft>) => void
}

/** Who is at the other end, and how we are known there. */
export function FarEndFields({
  trunk,
  change,
  hasPassword,
}: OutboundFieldsProps & { readonly hasPassword: boolean }) {
  const messages = useMessages(trunkMessages)
  const { proxies, sources, account, keepAliveSeconds } = trunk
  return (
    <fieldset>
      <legend>{messages.farEnd}</legend>
      <ListField
        label={messages.proxies}
        hint={messages.proxiesHint}
        values={proxies}
        change={(next) => change({ proxies: next })}
      />
      <ListField
        label={messages.sources}
        hint={messages.sourcesHint}
        values={sources}
        change={(next) => change({ sources: next })}
      />
      <NumberField
        label={messages.keepAlive}
        hint={messages.keepAliveHint}
        unit={messages.seconds}
        value={keepAliveSeconds}
        change={(next) => change({ keepAliveSeconds: next })}
      />
      <Form.Item>
        <Checkbox
          checked={account !== undefined}
          onChange={({ target }) => change({ account: target.checked ? newAccount : undefined })}
        >
          {messages.hasAccount}
        </Checkbox>
      </Form.Item>
      {account && (
        <AccountFields
          account={account}
          hasPassword={hasPassword}
          change={(part) => change({ account: { ...account, ...part } })}
        />
      )}
    </fieldset>
  )
}

type TrunkAccountDraft = NonNullable<TrunkDraft['account']>
type AccountFieldsProps = {
  readonly account: TrunkAccountDraft
  readonly hasPassword: boolean
  readonly change: (part: Partial<TrunkAccountDraft>) => void
}

function AccountFields({ account, hasPassword, change }: AccountFieldsProps) {
  const messages = useMessages(trunkMessages)
  return (
    <div className="trunking-pair">
      <TextField
        label={messages.user}
        value={account.user}
        isBad={account.user.trim() === ''}
        change={(user) => change({ user })}
      />
      <Form.Item label={messages.password} extra={hasPassword && messages.passwordKept}>
        <Input.Password
          autoComplete="new-password"
          value={account.password ?? ''}
          onChange={(event) => change({ password: event.target.value })}
        />
      </Form.Item>
      <TextField
        label={messages.domain}
        hint={messages.domainHint}
        value={account.domain ?? ''}
        change={(domain) => change({ domain })}
      />
      <NumberField
        label={messages.expires}
        unit={messages.seconds}
        value={account.expiresSeconds}
        change={(expiresSeconds) => change({ expiresSeconds })}
      />
      <Form.Item extra={messages.registersHint} className="trunking-wide">
        <Checkbox
          checked={account.registers}
          onChange={({ target }) => change({ registers: target.checked })}
        >
          {messages.registers}
        </Checkbox>
      </Form.Item>
    </div>
  )
}

/** Which numbers lead to which flow. */
export function InboundFields({
  trunk,
  change,
  flows,
}: OutboundFieldsProps & { readonly flows: readonly Flow[] }) {
  const messages = useMessages(trunkMessages)
  const { language } = usePreferences()
  const { inbound } = trunk
  const set = (part: Partial<Trunk['inbound']>) => change({ inbound: { ...inbound, ...part } })
  const choices = flows.map(({ id, name }) => ({ value: id, label: name[language] }))
  return (
    <fieldset>
      <legend>{messages.inbound}</legend>
      <Form.Item label={messages.numbers} extra={messages.patternHint}>
        <Rows
          rows={inbound.numbers}
          change={(numbers) => set({ numbers })}
          fresh={{ pattern: '', flow: flows[0]?.id ?? named('') }}
          add={messages.addNumber}
        >
          {(row, changeRow) => (
            <>
              <Input
                aria-label={messages.pattern}
                value={row.pattern}
                onChange={(event) => changeRow({ pattern: event.target.value })}
              />
              <span className="soft">{messages.flow}</span>
              <Select
                aria-label={messages.flow}
                value={row.flow}
                options={choices}
                onChange={(flow) => changeRow({ flow })}
              />
            </>
          )}
        </Rows>
      </Form.Item>
      <Form.Item extra={messages.trustsIdentityHint}>
        <Checkbox
          checked={inbound.trustsIdentity}
          onChange={({ target }) => set({ trustsIdentity: target.checked })}
        >
          {messages.trustsIdentity}
        </Checkbox>
      </Form.Item>
    </fieldset>
  )
}

const forms: readonly NumberForm[] = ['e164', 'digits', 'national', 'as-dialled']

/** How numbers are written toward it, and which is shown. */
export function OutboundFields({ trunk, change }: OutboundFieldsProps) {
  const messages = useMessages(trunkMessages)
  const { outbound } = trunk
  const { callerId } = outbound
  const set = (next: Trunk['outbound']) => change({ outbound: next })
  const showNumber = (number: string) =>
    set({
      ...outbound,
      callerId: number === '' ? undefined : { always: callerId?.always ?? false, number },
    })
  return (
    <fieldset>
      <legend>{messages.outbound}</legend>
      <div className="trunking-pair">
        <Form.Item label={messages.form}>
          <Select
            value={outbound.form}
            options={forms.map((form) => ({ value: form, label: messages.forms[form] }))}
            onChange={(form) => set({ ...outbound, form })}
          />
        </Form.Item>
        <TextField
          label={messages.prefix}
          hint={messages.prefixHint}
          value={outbound.prefix ?? ''}
          change={(prefix) => set({ ...outbound, prefix })}
        />
        <TextField label={messages.callerId} value={callerId?.number ?? ''} change={showNumber} />
      </div>
      {callerId && (
        <Form.Item extra={messages.callerIdHint}>
          <Checkbox
            checked={callerId.always}
            onChange={({ target }) =>
              set({ ...outbound, callerId: { ...callerId, always: target.checked } })
            }
          >
            {messages.callerIdAlways}
          </Checkbox>
        </Form.Item>
      )}
    </fieldset>
  )
}

const codecs: readonly TrunkCodec[] = ['pcma', 'pcmu', 'g722', 'opus']
const srtps = ['standard', 'off', 'allowed', 'required'] as const

/** Codecs, encryption, limits, and how a party is led elsewhere. */
export function CallFields({ trunk, change }: OutboundFieldsProps) {
  const messages = useMessages(trunkMessages)
  const { limits } = trunk
  return (
    <fieldset>
      <legend>{messages.sound}</legend>
      <Form.Item label={messages.codecs} extra={messages.codecsHint}>
        <Select<TrunkCodec[]>
          mode="multiple"
          value={[...(trunk.codecs ?? [])]}
          options={codecs.map((codec) => ({ value: codec, label: codec.toUpperCase() }))}
          onChange={(next) => change({ codecs: next })}
        />
      </Form.Item>
      <div className="trunking-pair">
        <Form.Item label={messages.srtp}>
          <Select<(typeof srtps)[number]>
            value={trunk.srtp ?? 'standard'}
            options={srtps.map((use) => ({ value: use, label: messages.srtps[use] }))}
            onChange={(use) => change({ srtp: use === 'standard' ? undefined : use })}
          />
        </Form.Item>
        <Form.Item label={messages.transfer}>
          <Radio.Group
            value={trunk.transfer}
            options={(['bridge', 'refer'] as const).map((way) => ({
              value: way,
              label: messages.transfers[way],
            }))}
            onChange={({ target }) => change({ transfer: target.value as Trunk['transfer'] })}
          />
        </Form.Item>
        <NumberField
          label={messages.calls}
          hint={messages.zeroIsNone}
          value={limits.calls}
          change={(calls) => change({ limits: { ...limits, calls } })}
        />
        <NumberField
          label={messages.perSecond}
          hint={messages.zeroIsNone}
          value={limits.callsPerSecond}
          change={(callsPerSecond) => change({ limits: { ...limits, callsPerSecond } })}
        />
      </div>
    </fieldset>
  )
}
