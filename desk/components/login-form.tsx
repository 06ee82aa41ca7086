import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { reasonOf } from '../api/rest.ts'
import { refusalIn, refusalMessages } from '../messages/refusal-messages.ts'
import { sharedMessages } from '../messages/shared-messages.ts'
import { useMessages } from '../theme/preferences.tsx'
import { Brand } from './brand.tsx'
import { PreferenceControls } from './preference-controls.tsx'

type LoginFormProps = {
  /** What this page is, under the brand. */
  readonly title: string
  readonly notice?: string
  readonly logIn: (user: string, password: string) => Promise<void>
}

export function LoginForm({ title, notice, logIn }: LoginFormProps) {
  const refusals = useMessages(refusalMessages)
  const [refused, setRefused] = useState<string>()
  const [busy, setBusy] = useState(false)
  const submit = async ({ user, password }: Credentials) => {
    setBusy(true)
    setRefused(undefined)
    await logIn(user.trim(), password).catch((fault: unknown) => setRefused(reasonOf(fault)))
    setBusy(false)
  }
  const trouble = refused === undefined ? notice : refusalIn(refusals, refused)
  return (
    <main className="login-gate">
      <section>
        <header>
          <div>
            <Brand />
            <p className="soft">{title}</p>
          </div>
          <PreferenceControls />
        </header>
        <LoginFields trouble={trouble} busy={busy} submit={(fields) => void submit(fields)} />
      </section>
    </main>
  )
}

type Credentials = { readonly user: string; readonly password: string }
type LoginFieldsProps = {
  readonly trouble: string | undefined
  readonly busy: boolean
  readonly submit: (fields: Credentials) => void
}

function LoginFields({ trouble, busy, submit }: LoginFieldsProps) {
  const messages = useMessages(sharedMessages).login
  return (
    <Form layout="vertical" requiredMark={false} onFinish={submit} disabled={busy}>
      <Form.Item
        name="user"
        label={messages.user}
        rules={[{ required: true, message: messages.needUser }]}
      >
        <Input size="large" autoFocus autoComplete="username" />
      </Form.Item>
      <Form.Item
        name="password"
        label={messages.password}
        rules={[{ required: true, message: messages.needPassword }]}
      >
        <Input.Password size="large" autoComplete="current-password" />
      </Form.Item>
      <div className="login-trouble" role="alert">
        {trouble !== undefined && <Alert type="error" showIcon title={trouble} />}
      </div>
      <Button type="primary" size="large" htmlType="submit" block loading={busy}>
        {messages.logIn}
      </Button>
    </Form>
  )
}
