import { Checkbox, Form, Input, Radio, Select } from 'antd'
import { named } from '../../../core/names.ts'
import type { Flow } from '../../../core/tenant.ts'
import type { NumberForm, Trunk, TrunkCodec } from '../../../core/trunk.ts'
import { useTaste, useWords } from '../../look/taste.tsx'
import { newAccount, type TrunkDraft } from '../../state/trunking-draft.ts'
import { ListField, NumberField, Rows, TextField } from './fields.tsx'
import { trunkWords } from './trunk-words.ts'

type Props = {
  readonly trunk: TrunkDraft
  readonly change: (part: Partial<TrunkDraft>) => void
}

/** Who is at the other end, and how we are known there. */
export function FarEndFields({
  trunk,
  change,
  hasPassword,
}: Props & { readonly hasPassword: boolean }) {
  const words = useWords(trunkWords)
  const { proxies, sources, account, keepAliveSeconds } = trunk
  return (
    <fieldset>
      <legend>{words.farEnd}</legend>
      <ListField
        label={words.proxies}
        hint={words.proxiesHint}
        values={proxies}
        change={(next) => change({ proxies: next })}
      />
      <ListField
        label={words.sources}
        hint={words.sourcesHint}
        values={sources}
        change={(next) => change({ sources: next })}
      />
      <NumberField
        label={words.keepAlive}
        hint={words.keepAliveHint}
        unit={words.seconds}
        value={keepAliveSeconds}
        change={(next) => change({ keepAliveSeconds: next })}
      />
      <Form.Item>
        <Checkbox
          checked={account !== undefined}
          onChange={({ target }) => change({ account: target.checked ? newAccount : undefined })}
        >
          {words.hasAccount}
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

type Account = NonNullable<TrunkDraft['account']>
type AccountProps = {
  readonly account: Account
  readonly hasPassword: boolean
  readonly change: (part: Partial<Account>) => void
}

function AccountFields({ account, hasPassword, change }: AccountProps) {
  const words = useWords(trunkWords)
  return (
    <div className="trunking-pair">
      <TextField
        label={words.user}
        value={account.user}
        isBad={account.user.trim() === ''}
        change={(user) => change({ user })}
      />
      <Form.Item label={words.password} extra={hasPassword && words.passwordKept}>
        <Input.Password
          autoComplete="new-password"
          value={account.password ?? ''}
          onChange={(event) => change({ password: event.target.value })}
        />
      </Form.Item>
      <TextField
        label={words.domain}
        hint={words.domainHint}
        value={account.domain ?? ''}
        change={(domain) => change({ domain })}
      />
      <NumberField
        label={words.expires}
        unit={words.seconds}
        value={account.expiresSeconds}
        change={(expiresSeconds) => change({ expiresSeconds })}
      />
      <Form.Item extra={words.registersHint} className="trunking-wide">
        <Checkbox
          checked={account.registers}
          onChange={({ target }) => change({ registers: target.checked })}
        >
          {words.registers}
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
}: Props & { readonly flows: readonly Flow[] }) {
  const words = useWords(trunkWords)
  const { language } = useTaste()
  const { inbound } = trunk
  const set = (part: Partial<Trunk['inbound']>) => change({ inbound: { ...inbound, ...part } })
  const choices = flows.map(({ id, name }) => ({ value: id, label: name[language] }))
  return (
    <fieldset>
      <legend>{words.inbound}</legend>
      <Form.Item label={words.numbers} extra={words.patternHint}>
        <Rows
          rows={inbound.numbers}
          change={(numbers) => set({ numbers })}
          fresh={{ pattern: '', flow: flows[0]?.id ?? named('') }}
          add={words.addNumber}
        >
          {(row, changeRow) => (
            <>
              <Input
                aria-label={words.pattern}
                value={row.pattern}
                onChange={(event) => changeRow({ pattern: event.target.value })}
              />
              <span className="soft">{words.flow}</span>
              <Select
                aria-label={words.flow}
                value={row.flow}
                options={choices}
                onChange={(flow) => changeRow({ flow })}
              />
            </>
          )}
        </Rows>
      </Form.Item>
      <Form.Item extra={words.trustsIdentityHint}>
        <Checkbox
          checked={inbound.trustsIdentity}
          onChange={({ target }) => set({ trustsIdentity: target.checked })}
        >
          {words.trustsIdentity}
        </Checkbox>
      </Form.Item>
    </fieldset>
  )
}

const forms: readonly NumberForm[] = ['e164', 'digits', 'national', 'as-dialled']

/** How numbers are written toward it, and which is shown. */
export function OutboundFields({ trunk, change }: Props) {
  const words = useWords(trunkWords)
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
      <legend>{words.outbound}</legend>
      <div className="trunking-pair">
        <Form.Item label={words.form}>
          <Select
            value={outbound.form}
            options={forms.map((form) => ({ value: form, label: words.forms[form] }))}
            onChange={(form) => set({ ...outbound, form })}
          />
        </Form.Item>
        <TextField
          label={words.prefix}
          hint={words.prefixHint}
          value={outbound.prefix ?? ''}
          change={(prefix) => set({ ...outbound, prefix })}
        />
        <TextField label={words.callerId} value={callerId?.number ?? ''} change={showNumber} />
      </div>
      {callerId && (
        <Form.Item extra={words.callerIdHint}>
          <Checkbox
            checked={callerId.always}
            onChange={({ target }) =>
              set({ ...outbound, callerId: { ...callerId, always: target.checked } })
            }
          >
            {words.callerIdAlways}
          </Checkbox>
        </Form.Item>
      )}
    </fieldset>
  )
}

const codecs: readonly TrunkCodec[] = ['pcma', 'pcmu', 'g722', 'opus']
const srtps = ['standard', 'off', 'allowed', 'required'] as const

/** Codecs, encryption, limits, and how a party is led elsewhere. */
export function CallFields({ trunk, change }: Props) {
  const words = useWords(trunkWords)
  const { limits } = trunk
  return (
    <fieldset>
      <legend>{words.sound}</legend>
      <Form.Item label={words.codecs} extra={words.codecsHint}>
        <Select<TrunkCodec[]>
          mode="multiple"
          value={[...(trunk.codecs ?? [])]}
          options={codecs.map((codec) => ({ value: codec, label: codec.toUpperCase() }))}
          onChange={(next) => change({ codecs: next })}
        />
      </Form.Item>
      <div className="trunking-pair">
        <Form.Item label={words.srtp}>
          <Select<(typeof srtps)[number]>
            value={trunk.srtp ?? 'standard'}
            options={srtps.map((use) => ({ value: use, label: words.srtps[use] }))}
            onChange={(use) => change({ srtp: use === 'standard' ? undefined : use })}
          />
        </Form.Item>
        <Form.Item label={words.transfer}>
          <Radio.Group
            value={trunk.transfer}
            options={(['bridge', 'refer'] as const).map((way) => ({
              value: way,
              label: words.transfers[way],
            }))}
            onChange={({ target }) => change({ transfer: target.value as Trunk['transfer'] })}
          />
        </Form.Item>
        <NumberField
          label={words.calls}
          hint={words.zeroIsNone}
          value={limits.calls}
          change={(calls) => change({ limits: { ...limits, calls } })}
        />
        <NumberField
          label={words.perSecond}
          hint={words.zeroIsNone}
          value={limits.callsPerSecond}
          change={(callsPerSecond) => change({ limits: { ...limits, callsPerSecond } })}
        />
      </div>
    </fieldset>
  )
}
