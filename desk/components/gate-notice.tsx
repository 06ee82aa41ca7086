import { Button } from 'antd'
import { Brand } from './brand.tsx'
import { PreferenceControls } from './preference-controls.tsx'

type GateNoticeProps = {
  readonly text: string
  readonly action: string
  readonly onAction: () => void
}

/** Why the page behind is not shown, and the one thing to do about it. */
export function GateNotice({ text, action, onAction }: GateNoticeProps) {
  return (
    <main className="login-gate">
      <section>
        <header>
          <Brand />
          <PreferenceControls />
        </header>
        <p>{text}</p>
        <br />
        <Button type="primary" block onClick={onAction}>
          {action}
        </Button>
      </section>
    </main>
  )
}
