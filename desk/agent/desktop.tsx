import { useCallback, useEffect, useState } from 'react'
import { centreNow } from '../components/use-now.ts'
import { sharedMessages } from '../messages/shared-messages.ts'
import { primaryAction } from '../state/call-view.ts'
import { type Shortcut, shortcutOf } from '../state/shortcut.ts'
import { useMessages } from '../theme/preferences.tsx'
import { CustomerPanel } from './customer-panel.tsx'
import { type Desk, useDesk } from './desk-context.ts'
import { Directory } from './directory.tsx'
import { FootBar } from './foot-bar.tsx'
import { HeadBar } from './head-bar.tsx'
import { LineList } from './line-list.tsx'
import { MiddleCard, type Picking } from './middle-card.tsx'
import { ShortcutOverlay } from './shortcut-overlay.tsx'
import { useAutosaveWrapUp, useWrapUpDraft } from './wrap-up-draft.ts'
import './desktop.css'
import './head-bar.css'
import './left.css'
import './ringing-card.css'
import './talk-card.css'
import './action-bar.css'
import './customer-panel.css'
import '../history/history-list.css'
import '../history/record-drawer.css'
import './foot-bar.css'
import './narrow.css'

/** The agent desktop: state above, lines and colleagues left, the call in the middle, the customer right. */
export function Desktop() {
  const desk = useDesk()
  const messages = useMessages(sharedMessages)
  const [helpOpen, setHelpOpen] = useState(false)
  const [picker, setPicker] = useState<Picking>()
  const draft = useWrapUpDraft(desk.me.contact)
  useAutosaveWrapUp(desk, draft[0], centreNow)
  const onShortcut = useCallback(
    (shortcut: Shortcut) => {
      if (shortcut === 'help') setHelpOpen((open) => !open)
      else if (shortcut === 'ready') toggleReady(desk)
      else if (isPicking(shortcut) && desk.callView.show === 'talking') setPicker(shortcut)
      else if (desk.callView.show === 'consulting') doInConsult(shortcut, desk)
      else doOnCall(shortcut, desk)
    },
    [desk],
  )
  useShortcuts(onShortcut)
  const { link } = desk.view
  return (
    <div className={link.state === 'linked' ? 'desktop' : 'desktop unlinked'}>
      <HeadBar onHelp={() => setHelpOpen(true)} />
      <aside className="left">
        <LineList />
        <Directory />
      </aside>
      <MiddleCard {...{ draft, picker, setPicker }} />
      <CustomerPanel />
      {link.state === 'lost' ? (
        <p className="lost-notice" role="alert">
          {messages.link.lostLong}
        </p>
      ) : (
        <FootBar />
      )}
      <ShortcutOverlay open={helpOpen} close={() => setHelpOpen(false)} />
    </div>
  )
}

const isPicking = (shortcut: Shortcut): shortcut is Picking =>
  shortcut === 'transfer' || shortcut === 'consult'

function doInConsult(shortcut: Shortcut, { actions }: Desk) {
  if (shortcut === 'transfer') actions.completeTransfer()
  else if (shortcut === 'reconnect') actions.reconnect()
  else if (shortcut === 'mute') actions.muteOrUnmute()
}

type CallShortcut = Exclude<Shortcut, 'help' | 'ready'>

function doOnCall(shortcut: CallShortcut, { actions, me, callView }: Desk) {
  const action = primaryAction(callView, me)
  const talking = callView.show === 'talking'
  const recorded = talking && callView.contact.recording
  if (shortcut === 'answer' && action === 'answer') actions.answer()
  else if (shortcut === 'end' && action === 'end') actions.end()
  else if (shortcut === 'hold' && talking) actions.holdOrResume()
  else if (shortcut === 'mute' && talking) actions.muteOrUnmute()
  else if (shortcut === 'recording' && recorded) actions.pauseOrResumeRecording()
}

function toggleReady({ actions, me, tenant }: Desk) {
  if (me.state === 'notReady' || me.state === 'loggedOff') actions.goReady()
  else actions.goNotReady(tenant.notReadyReasons[0]?.id ?? 'break')
}

const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

function useShortcuts(onShortcut: (shortcut: Shortcut) => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.repeat) return
      const shortcut = shortcutOf(event, isField(event.target))
      if (shortcut === undefined) return
      event.preventDefault()
      onShortcut(shortcut)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [onShortcut])
}
