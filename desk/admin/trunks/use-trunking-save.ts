import { App } from 'antd'
import { useState } from 'react'
import type { TrunkingDraft } from '../../../core/trunking.ts'
import { RestRefusal } from '../../api/rest.ts'
import { useMessages, usePreferences } from '../../theme/preferences.tsx'
import type { AdminApi } from '../admin-api.ts'
import { useRefusal } from '../use-refusal.ts'
import { trunkMessages } from './trunk-messages.ts'

/** Saves the whole trunking; the faults that the centre names stay until the next try or until they are forgotten. */
export function useTrunkingSave(administering: AdminApi, saved: () => void) {
  const messages = useMessages(trunkMessages)
  const { language } = usePreferences()
  const { message } = App.useApp()
  const tell = useRefusal()
  const [busy, setBusy] = useState(false)
  const [faults, setFaults] = useState<readonly string[]>([])
  const save = async (draft: TrunkingDraft): Promise<boolean> => {
    setBusy(true)
    setFaults([])
    try {
      await administering.saveTrunking(draft)
      message.success(messages.saved)
      saved()
      return true
    } catch (refusal) {
      const named = refusal instanceof RestRefusal ? refusal.faults : []
      setFaults(named.map(({ text }) => text[language]))
      if (named.length === 0) tell(refusal)
      return false
    } finally {
      setBusy(false)
    }
  }
  return { busy, faults, save, forget: () => setFaults([]) }
}
