import { App } from 'antd'
import { reasonOf, RestRefusal } from '../centre/rest.ts'
import { useTaste, useWords } from '../look/taste.tsx'
import { refusalIn, refusalWords } from '../words/refusal-words.ts'
import { adminWords } from './admin-words.ts'

const shownSeconds = 8

/** Tells why something was not saved: every fault that the centre named, or the reason in general. */
export function useRefusal(): (fault: unknown) => void {
  const { message } = App.useApp()
  const { language } = useTaste()
  const { failed } = useWords(adminWords)
  const refusals = useWords(refusalWords)
  return (fault) => {
    const faults = fault instanceof RestRefusal ? fault.faults : []
    const why = faults.map(({ text }) => text[language])
    const said = why.length > 0 ? why.join('\n') : refusalIn(refusals, reasonOf(fault))
    void message.error({ content: `${failed} ${said}`, duration: shownSeconds })
  }
}
