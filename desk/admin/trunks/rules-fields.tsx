import { Checkbox, Form, Input, InputNumber, Select } from 'antd'
import type { OutboundRules } from '../../../core/trunk.ts'
import { useTaste, useWords } from '../../look/taste.tsx'
import type { ShownTrunk } from '../../state/trunking-draft.ts'
import { ListField, NumberField, Rows, TextField } from './fields.tsx'
import { trunkWords } from './trunk-words.ts'

type Props = {
  readonly rules: OutboundRules
  readonly change: (part: Partial<OutboundRules>) => void
}

/** What dialled digits mean here. */
export function PlanFields({ rules, change }: Props) {
  const words = useWords(trunkWords).rules
  const { plan } = rules
  const set = (part: Partial<OutboundRules['plan']>) => change({ plan: { ...plan, ...part } })
  return (
    <fieldset>
      <legend>{words.plan}</legend>
      <div className="trunking-trio">
        <TextField
          label={words.country}
          value={plan.country}
          change={(country) => set({ country })}
        />
        <TextField
          label={words.area}
          hint={words.areaHint}
          value={plan.area ?? ''}
          change={(area) => set({ area })}
        />
        <TextField
          label={words.international}
          value={plan.international}
          change={(international) => set({ international })}
        />
        <TextField
          label={words.national}
          value={plan.national}
          change={(national) => set({ national })}
        />
      </div>
      <ListField
        label={words.short}
        hint={words.shortHint}
        values={plan.short}
        change={(short) => set({ short })}
      />
    </fieldset>
  )
}

type RouteProps = Props & { readonly trunks: readonly ShownTrunk[] }

/** By which trunks a number is called, and which countries may be. */
export function RouteFields({ rules, change, trunks }: RouteProps) {
  const words = useWords(trunkWords)
  const { language } = useTaste()
  const choices = trunks.map(({ id, name }) => ({ value: id, label: name[language] }))
  return (
    <fieldset>
      <legend>{words.rules.routes}</legend>
      <Form.Item extra={words.rules.routesHint}>
        <Rows
          rows={rules.routes}
          change={(routes) => change({ routes })}
          fresh={{ pattern: '*', trunks: choices.slice(0, 1).map(({ value }) => value) }}
          add={words.rules.addRoute}
        >
          {(row, changeRow) => (
            <>
              <Input
                aria-label={words.pattern}
                value={row.pattern}
                onChange={(event) => changeRow({ pattern: event.target.value })}
              />
              <Select
                mode="multiple"
                aria-label={words.rules.trunks}
                placeholder={words.rules.trunks}
                value={[...row.trunks]}
                options={choices}
                onChange={(chosen) => changeRow({ trunks: chosen })}
              />
            </>
          )}
        </Rows>
      </Form.Item>
      <ListField
        label={words.rules.countries}
        hint={words.rules.countriesHint}
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
  const words = useWords(trunkWords)
  const { spend, ...free } = rules
  const set = (part: Partial<Spend>) =>
    spend && setRules({ ...rules, spend: { ...spend, ...part } })
  const limit = (wanted: boolean) =>
    setRules(wanted ? { ...free, spend: { perHour: 50_000, currency: 'CNY', rates: [] } } : free)
  return (
    <fieldset>
      <legend>{words.rules.spend}</legend>
      <Form.Item>
        <Checkbox checked={spend !== undefined} onChange={({ target }) => limit(target.checked)}>
          {words.rules.limitsSpend}
        </Checkbox>
      </Form.Item>
      {spend && (
        <>
          <div className="trunking-trio">
            <NumberField
              label={words.rules.perHour}
              unit={words.rules.unit}
              value={spend.perHour}
              change={(perHour) => set({ perHour })}
            />
            <TextField
              label={words.rules.currency}
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
  const words = useWords(trunkWords)
  return (
    <Form.Item label={words.rules.rates} extra={words.rules.ratesHint}>
      <Rows
        rows={spend.rates}
        change={(rates) => set({ rates })}
        fresh={{ pattern: '*', perMinute: 0 }}
        add={words.rules.addRate}
      >
        {(row, changeRow) => (
          <>
            <Input
              aria-label={words.pattern}
              value={row.pattern}
              onChange={(event) => changeRow({ pattern: event.target.value })}
            />
            <InputNumber
              min={0}
              aria-label={words.rules.perMinute}
              suffix={words.rules.unit}
              value={row.perMinute}
              onChange={(perMinute) => changeRow({ perMinute: perMinute ?? 0 })}
            />
            <span className="soft">{words.rules.perMinute}</span>
          </>
        )}
      </Rows>
    </Form.Item>
  )
}
