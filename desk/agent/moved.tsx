import { Button } from 'antd'
import { useWords } from '../look/taste.tsx'
import { Brand } from '../parts/brand.tsx'
import { TasteControls } from '../parts/taste-controls.tsx'
import { refusalWords } from '../words/refusal-words.ts'
import { agentWords } from './agent-words.ts'

/** Where a page goes whose person has opened the desk on another one. */
export const movedAway = '?moved'
export const hasMoved = (): boolean => location.search === movedAway

/** What an older page shows; it takes the desk back only when the person says so. */
export function Moved() {
  const words = useWords(agentWords)
  const refusals = useWords(refusalWords)
  return (
    <main className="doorstep">
      <section>
        <header>
          <Brand />
          <TasteControls />
        </header>
        <p>{refusals.elsewhere}</p>
        <br />
        <Button type="primary" block onClick={() => location.replace(location.pathname)}>
          {words.workHere}
        </Button>
      </section>
    </main>
  )
}
