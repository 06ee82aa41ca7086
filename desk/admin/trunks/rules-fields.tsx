import { Checkbox, Form, Input, InputNumber, Select } from 'antd'
import type { OutboundRules } from '../../../core/trunk.ts'
import type { ShownTrunk } from '../../state/trunking-draft.ts'
import { useMessages, usePreferences } from '../../theme/preferences.tsx'
import { ListField, NumberField, Rows, TextField } from './fields.tsx'
import { trunkMessages } from './trunk-messages.ts'

type PlanFieldsProps = {
  readonly rules: OutboundRules
  readonly change: (part: Partial<OutboundRules>) => void
}

/** What dialled digits mean here. */
export function PlanFields({ rules, change }: PlanFieldsProps) {
  const messages = useMessages(trunkMessages).rules
  const { plan } = rules
  const set = (part: Partial<OutboundRules['plan']>) => change({ plan: { ...plan, ...part } })
  return (
    <fieldset>
      <legend>{messages.plan}</legend>
      <div className="trunking-trio">
        <TextField
          label={messages.country}
          value={plan.country}
          change={(country) => set({ country })}
        />
        <TextField
          label={messages.area}
          hint={messages.areaHint}
          value={plan.area ?? ''}
          change={(area) => set({ area })}
        />
        <TextField
          label={messages.international}
          value={plan.international}
          change={(international) => set({ international })}
        />
        <TextField
          label={messages.national}
          value={plan.national}
          change={(national) => set({ national })}
        />
      </div>
      <ListField
        label={messages.short}
        hint={messages.shortHint}
        values={plan.short}
        change={(short) => set({ short })}
      />
    </fieldset>
  )
}

type RouteProps = PlanFieldsProps & { readonly trunks: readonly ShownTrunk[] }

/** By which trunks a number is called, and which countries may be. */
export function RouteFields({ rules, change, trunks }: RouteProps) {
  const messages = useMessages(trunkMessages)
  const { language } = usePreferences()
  const choices = trunks.map(({ id, name }) => ({ value: id, label: name[language] }))
  return (
    <fieldset>
      <legend>{messages.rules.routes}</legend>
      <Form.Item extra={messages.rules.routesHint}>
        <Rows
          rows={rules.routes}
          change={(routes) => change({ routes })}
          fresh={{ pattern: '*', trunks: choices.slice(0, 1).map(({ value }) => value) }}
          add={messages.rules.addRoute}
        >
          {(row, changeRow) => (
            <>
              <Input
                aria-label={messages.pattern}
                value={row.pattern}
                onChange={(event) => changeRow({ pattern: event.target.value })}
              />
              <Select
                mode="multiple"
                aria-label={messages.rules.trunks}
                placeholder={messages.rules.trunks}
                value={[...row.trunks]}
                options={choices}
                onChange={(chosen) => changeRow({ trunks: chosen })}
              />
            </>
          )}
        </Rows>
      </Form.Item>
      <ListField
        label={messages.rules.countries}
        hint={messages.rules.countriesHint}
        values={rules.countries}
        change={(countries) => change({ countries })}
      />
    </fieldset>
  )
}

type SpendProps = {
  readonly rules: OutboundRules
  readonly setRules: (rules: OutboundRules) => void
}

/** A cap that is never in force without being wanted. */
export function SpendFields({ rules, setRules }: SpendProps) {
  const messages = useMessages(trunkMessages)
  const { spend, ...free } = rules
  const set = (part: Partial<Spend>) =>
    spend && setRules({ ...rules, spend: { ...spend, ...part } })
  const limit = (wanted: boolean) =>
    setRules(wanted ? { ...free, spend: { perHour: 50_000, currency: 'CNY', rates: [] } } : free)
  return (
    <fieldset>
      <legend>{messages.rules.spend}</legend>
      <Form.Item>
        <Checkbox checked={spend !== undefined} onChange={({ target }) => limit(target.checked)}>
          {messages.rules.limitsSpend}
        </Checkbox>
      </Form.Item>
      {spend && (
        <>
          <div className="trunking-trio">
            <NumberField
              label={messages.rules.perHour}
              unit={messages.rules.unit}
              value={spend.perHour}
              change={(perHour) => set({ perHour })}
            />
            <TextField
              label={messages.rules.currency}
              value={spend.currency}
              change={(currency) => set({ currency })}
            />
          </div>
          <RateRows spend={spend} set={set} />
        </>
      )}
    </fieldset>
  )
}

type Spend = Required<OutboundRules>['spend']
type RateProps = { readonly spend: Spend; readonly set: (part: Partial<Spend>) => void }

function RateRows({ spend, set }: RateProps) {
  const messages = useMessages(trunkMessages)
  return (
    <Form.Item label={messages.rules.rates} extra={messages.rules.ratesHint}>
      <Rows
        rows={spend.rates}
        change={(rates) => set({ rates })}
        fresh={{ pattern: '*', perMinute: 0 }}
        add={messages.rules.addRate}
      >
        {(row, changeRow) => (
          <>
            <Input
              aria-label={messages.pattern}
              value={row.pattern}
              onChange={(event) => changeRow({ pattern: event.target.value })}
            />
            <InputNumber
              min={0}
              aria-label={messages.rules.perMinute}
              suffix={messages.rules.unit}
              value={row.perMinute}
              onChange={(perMinute) => changeRow({ perMinute: perMinute ?? 0 })}
            />
            <span className="soft">{messages.rules.perMinute}</span>
          </>
        )}
      </Rows>
    </Form.Item>
  )
}
