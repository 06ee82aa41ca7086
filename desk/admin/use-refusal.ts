import { App } from 'antd'
import { reasonOf, RestRefusal } from '../api/rest.ts'
import { refusalIn, refusalMessages } from '../messages/refusal-messages.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { adminMessages } from './admin-messages.ts'

const shownSeconds = 8

/** Tells why something was not saved: every fault that the centre named, or the reason in general. */
export function useRefusal(): (fault: unknown) => void {
  const { message } = App.useApp()
  const { language } = usePreferences()
  const { failed } = useMessages(adminMessages)
  const refusals = useMessages(refusalMessages)
  return (fault) => {
    const faults = fault instanceof RestRefusal ? fault.faults : []
    const why = faults.map(({ text }) => text[language])
    const said = why.length > 0 ? why.join('\n') : refusalIn(refusals, reasonOf(fault))
    void message.error({ content: `${failed} ${said}`, duration: shownSeconds })
  }
}
