import { App, Button, Drawer, Form, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import type { Person, Tenant } from '../../core/tenant.ts'
import {
  formOf,
  isSipAddress,
  patchOf,
  personChanges,
  type PersonForm,
} from '../state/person-changes.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import type { AdminApi } from './admin-api.ts'
import { adminMessages } from './admin-messages.ts'
import { PersonChanges } from './person-changes.tsx'
import { RoutingFields } from './routing-fields.tsx'
import { useRefusal } from './use-refusal.ts'

type PersonDrawerProps = {
  readonly person: Person
  readonly tenant: Tenant
  readonly administering: AdminApi
  readonly close: () => void
  readonly saved: () => void
}

/** One person's fields; what saving would change stands below them before it is done. */
export function PersonDrawer({ person, tenant, administering, close, saved }: PersonDrawerProps) {
  const messages = useMessages(adminMessages)
  const tell = useRefusal()
  const { message } = App.useApp()
  const [form, setForm] = useState(() => formOf(person))
  const [ownPhone, setOwnPhone] = useState(person.phone !== undefined)
  const [busy, setBusy] = useState(false)
  const meant: PersonForm = ownPhone ? form : { ...form, phone: '' }
  const changes = personChanges(person, meant)
  const sound = isSound(meant, ownPhone)
  const save = async () => {
    setBusy(true)
    try {
      await administering.changePerson(person.id, patchOf(changes, meant.password))
      message.success(messages.saved(meant.name))
      saved()
      close()
    } catch (fault) {
      tell(fault)
      setBusy(false)
    }
  }
  return (
    <Drawer
      open
      size={480}
      onClose={close}
      title={`${person.name} ${person.id}`}
      footer={
        <Button
          type="primary"
          block
          size="large"
          loading={busy}
          disabled={changes.length === 0 || !sound}
          onClick={() => void save()}
        >
          {messages.save}
        </Button>
      }
    >
      <PersonFields {...{ form, setForm, ownPhone, setOwnPhone, tenant }} />
      <PersonChanges changes={changes} tenant={tenant} />
    </Drawer>
  )
}

const isSound = (form: PersonForm, ownPhone: boolean) =>
  form.name.trim() !== '' &&
  (!ownPhone || isSipAddress(form.phone.trim())) &&
  (form.password === '' || form.password.length >= 8)

type PersonFieldsProps = {
  readonly form: PersonForm
  readonly setForm: (form: PersonForm) => void
  readonly ownPhone: boolean
  readonly setOwnPhone: (own: boolean) => void
  readonly tenant: Tenant
}

/** A fault under its field, as one types. */
const fault = (is: boolean, help: string) =>
  is ? ({ validateStatus: 'error', help } as const) : ({} as const)

function PersonFields(props: PersonFieldsProps) {
  const { form, setForm, tenant } = props
  const messages = useMessages(adminMessages)
  const { language } = usePreferences()
  const change = (part: Partial<PersonForm>) => setForm({ ...form, ...part })
  const shortPassword = form.password !== '' && form.password.length < 8
  return (
    <Form layout="vertical">
      <Form.Item label={messages.name} {...fault(form.name.trim() === '', messages.needName)}>
        <Input
          value={form.name}
          maxLength={64}
          onChange={(event) => change({ name: event.target.value })}
        />
      </Form.Item>
      <Form.Item label={messages.queues}>
        <Select<string[]>
          mode="multiple"
          value={[...form.queues]}
          options={tenant.queues.map(({ id, name }) => ({ value: id, label: name[language] }))}
          onChange={(queues) => change({ queues })}
        />
      </Form.Item>
      <RoutingFields form={form} change={change} tenant={tenant} />
      <PhoneFields {...props} />
      <Form.Item
        label={messages.password}
        extra={messages.passwordHint}
        {...fault(shortPassword, messages.shortPassword)}
      >
        <Input.Password
          value={form.password}
          autoComplete="new-password"
          onChange={(event) => change({ password: event.target.value })}
        />
      </Form.Item>
    </Form>
  )
}

/** The softphone of the page, or a SIP phone and where it is. */
function PhoneFields({ form, setForm, ownPhone, setOwnPhone }: PersonFieldsProps) {
  const messages = useMessages(adminMessages)
  const bad = form.phone !== '' && !isSipAddress(form.phone.trim())
  return (
    <>
      <Form.Item label={messages.phone}>
        <Radio.Group
          value={ownPhone}
          onChange={(event) => setOwnPhone(event.target.value === true)}
          options={[
            { value: false, label: messages.softphone },
            { value: true, label: messages.sipPhone },
          ]}
        />
      </Form.Item>
      {ownPhone && (
        <Form.Item
          label={messages.sipAddress}
          extra={messages.sipAddressHint}
          {...fault(bad, messages.badAddress)}
        >
          <Input
            value={form.phone}
            onChange={(event) => setForm({ ...form, phone: event.target.value })}
          />
        </Form.Item>
      )}
    </>
  )
}
