import { useCallback, useState } from 'react'
import { useWords } from '../look/taste.tsx'
import { centreNow } from '../parts/use-now.ts'
import { obviousAct } from '../state/scene.ts'
import type { Shortcut } from '../state/shortcut.ts'
import { sharedWords } from '../words/shared-words.ts'
import { CustomerPanel } from './customer-panel.tsx'
import { type Desk, useDesk } from './desk-context.ts'
import { Directory } from './directory.tsx'
import { useDraft } from './draft.ts'
import { FootBar } from './foot-bar.tsx'
import { HeadBar } from './head-bar.tsx'
import { LineList } from './line-list.tsx'
import { MiddleCard, type Picking } from './middle-card.tsx'
import { ShortcutOverlay } from './shortcut-overlay.tsx'
import { useLastMoment } from './use-last-moment.ts'
import { useShortcuts } from './use-shortcuts.ts'
import './desktop.css'
import './head-bar.css'
import './left.css'
import './ringing-card.css'
import './talk-card.css'
import './act-bar.css'
import './customer-panel.css'
import '../history/history-list.css'
import '../history/record-drawer.css'
import './foot-bar.css'
import './narrow.css'

/** The agent desktop: state above, lines and colleagues left, the call in the middle, the customer right. */
export function Desktop() {
  const desk = useDesk()
  const words = useWords(sharedWords)
  const [helpOpen, setHelpOpen] = useState(false)
  const [picker, setPicker] = useState<Picking>()
  const draft = useDraft(desk.me.contact)
  useLastMoment(desk, draft[0], centreNow)
  const onShortcut = useCallback(
    (shortcut: Shortcut) => {
      if (shortcut === 'help') setHelpOpen((open) => !open)
      else if (shortcut === 'ready') toggleReady(desk)
      else if (isPicking(shortcut) && desk.scene.show === 'talking') setPicker(shortcut)
      else if (desk.scene.show === 'consulting') doInConsult(shortcut, desk)
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
          {words.link.lostLong}
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

function doInConsult(shortcut: Shortcut, { acts }: Desk) {
  if (shortcut === 'transfer') acts.completeTransfer()
  else if (shortcut === 'reconnect') acts.reconnect()
  else if (shortcut === 'mute') acts.muteOrUnmute()
}

type CallShortcut = Exclude<Shortcut, 'help' | 'ready'>

function doOnCall(shortcut: CallShortcut, { acts, me, scene }: Desk) {
  const act = obviousAct(scene, me)
  const talking = scene.show === 'talking'
  const recorded = talking && scene.contact.recording
  if (shortcut === 'answer' && act === 'answer') acts.answer()
  else if (shortcut === 'end' && act === 'end') acts.end()
  else if (shortcut === 'hold' && talking) acts.holdOrResume()
  else if (shortcut === 'mute' && talking) acts.muteOrUnmute()
  else if (shortcut === 'recording' && recorded) acts.pauseOrResumeRecording()
}

function toggleReady({ acts, me, tenant }: Desk) {
  if (me.state === 'notReady' || me.state === 'loggedOff') acts.goReady()
  else acts.goNotReady(tenant.notReadyReasons[0]?.id ?? 'break')
}
