import { Alert, Button, Form, Input } from 'antd'
import { useState } from 'react'
import { reasonOf } from '../centre/rest.ts'
import { useWords } from '../look/taste.tsx'
import { refusalIn, refusalWords } from '../words/refusal-words.ts'
import { sharedWords } from '../words/shared-words.ts'
import { Brand } from './brand.tsx'
import { TasteControls } from './taste-controls.tsx'

type Props = {
  /** What this page is, under the brand. */
  readonly title: string
  readonly notice?: string
  readonly logIn: (user: string, password: string) => Promise<void>
}

export function LoginForm({ title, notice, logIn }: Props) {
  const refusals = useWords(refusalWords)
  const [refused, setRefused] = useState<string>()
  const [busy, setBusy] = useState(false)
  const submit = async ({ user, password }: Fields) => {
    setBusy(true)
    setRefused(undefined)
    await logIn(user.trim(), password).catch((fault: unknown) => setRefused(reasonOf(fault)))
    setBusy(false)
  }
  const trouble = refused === undefined ? notice : refusalIn(refusals, refused)
  return (
    <main className="doorstep">
      <section>
        <header>
          <div>
            <Brand />
            <p className="soft">{title}</p>
          </div>
          <TasteControls />
        </header>
        <LoginFields trouble={trouble} busy={busy} submit={(fields) => void submit(fields)} />
      </section>
    </main>
  )
}

type Fields = { readonly user: string; readonly password: string }
type FieldsProps = {
  readonly trouble: string | undefined
  readonly busy: boolean
  readonly submit: (fields: Fields) => void
}

function LoginFields({ trouble, busy, submit }: FieldsProps) {
  const words = useWords(sharedWords).login
  return (
    <Form layout="vertical" requiredMark={false} onFinish={submit} disabled={busy}>
      <Form.Item
        name="user"
        label={words.user}
        rules={[{ required: true, message: words.needUser }]}
      >
        <Input size="large" autoFocus autoComplete="username" />
      </Form.Item>
      <Form.Item
        name="password"
        label={words.password}
        rules={[{ required: true, message: words.needPassword }]}
      >
        <Input.Password size="large" autoComplete="current-password" />
      </Form.Item>
      <div className="login-trouble" role="alert">
        {trouble !== undefined && <Alert type="error" showIcon title={trouble} />}
      </div>
      <Button type="primary" size="large" htmlType="submit" block loading={busy}>
        {words.logIn}
      </Button>
    </Form>
  )
}
