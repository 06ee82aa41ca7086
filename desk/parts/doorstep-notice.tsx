import { Button } from 'antd'
import { Brand } from './brand.tsx'
import { TasteControls } from './taste-controls.tsx'

type Props = { readonly text: string; readonly act: string; readonly onAct: () => void }

/** Why the page behind is not shown, and the one thing to do about it. */
export function DoorstepNotice({ text, act, onAct }: Props) {
  return (
    <main className="doorstep">
      <section>
        <header>
          <Brand />
          <TasteControls />
        </header>
        <p>{text}</p>
        <br />
        <Button type="primary" block onClick={onAct}>
          {act}
        </Button>
      </section>
    </main>
  )
}
