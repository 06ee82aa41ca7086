import { Modal } from 'antd'
import { shortcuts } from '../state/shortcut.ts'
import { useMessages } from '../theme/preferences.tsx'
import { agentMessages } from './agent-messages.ts'

type ShortcutOverlayProps = { readonly open: boolean; readonly close: () => void }

/** All keys; `?` opens and closes it. */
export function ShortcutOverlay({ open, close }: ShortcutOverlayProps) {
  const messages = useMessages(agentMessages).shortcuts
  return (
    <Modal open={open} onCancel={close} footer={null} title={messages.title} width={360} centered>
      <dl className="shortcut-list">
        {Object.entries(shortcuts).map(([code, shortcut]) => (
          <div key={code}>
            <dt>{messages[shortcut]}</dt>
            <dd>
              <kbd className="cap">Alt</kbd> <kbd className="cap">{code.slice(-1)}</kbd>
            </dd>
          </div>
        ))}
        <div>
          <dt>{messages.help}</dt>
          <dd>
            <kbd className="cap">?</kbd>
          </dd>
        </div>
      </dl>
    </Modal>
  )
}
