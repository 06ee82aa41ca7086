import { Modal } from 'antd'
import { useWords } from '../look/taste.tsx'
import { shortcuts } from '../state/shortcut.ts'
import { agentWords } from './agent-words.ts'

type Props = { readonly open: boolean; readonly close: () => void }

/** All keys; `?` opens and closes it. */
export function ShortcutOverlay({ open, close }: Props) {
  const words = useWords(agentWords).shortcuts
  return (
    <Modal open={open} onCancel={close} footer={null} title={words.title} width={360} centered>
      <dl className="shortcut-list">
        {Object.entries(shortcuts).map(([code, shortcut]) => (
          <div key={code}>
            <dt>{words[shortcut]}</dt>
            <dd>
              <kbd className="cap">Alt</kbd> <kbd className="cap">{code.slice(-1)}</kbd>
            </dd>
          </div>
        ))}
        <div>
          <dt>{words.help}</dt>
          <dd>
            <kbd className="cap">?</kbd>
          </dd>
        </div>
      </dl>
    </Modal>
  )
}
