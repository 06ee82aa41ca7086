import { useWords } from '../look/taste.tsx'
import { DoorstepNotice } from '../parts/doorstep-notice.tsx'
import { refusalWords } from '../words/refusal-words.ts'
import { agentWords } from './agent-words.ts'

/** Where a page goes whose person has opened the desk on another one. */
export const movedAway = '?moved'
export const hasMoved = (): boolean => location.search === movedAway

/** What an older page shows; it takes the desk back only when the person says so. */
export function Moved() {
  const words = useWords(agentWords)
  const refusals = useWords(refusalWords)
  const takeBack = () => location.replace(location.pathname)
  return <DoorstepNotice text={refusals.elsewhere} act={words.workHere} onAct={takeBack} />
}
