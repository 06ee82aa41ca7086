import { App } from 'antd'
import { useState } from 'react'
import type { TrunkingDraft } from '../../../core/trunking.ts'
import { RestRefusal } from '../../centre/rest.ts'
import { useTaste, useWords } from '../../look/taste.tsx'
import type { Administering } from '../administering.ts'
import { useRefusal } from '../use-refusal.ts'
import { trunkWords } from './trunk-words.ts'

/** Saves the whole trunking; the faults that the centre names stay until the next try or until they are forgotten. */
export function useTrunkingSave(administering: Administering, saved: () => void) {
  const words = useWords(trunkWords)
  const { language } = useTaste()
  const { message } = App.useApp()
  const tell = useRefusal()
  const [busy, setBusy] = useState(false)
  const [faults, setFaults] = useState<readonly string[]>([])
  const save = async (draft: TrunkingDraft): Promise<boolean> => {
    setBusy(true)
    setFaults([])
    try {
      await administering.saveTrunking(draft)
      message.success(words.saved)
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
