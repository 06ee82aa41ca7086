import { useWords } from '../look/taste.tsx'
import { Elapsed } from '../parts/elapsed.tsx'
import { usePhoneNumber } from '../parts/phone-number.tsx'
import { StateMark, stateStyle } from '../parts/state-mark.tsx'
import { shownState } from '../state/agent-state.ts'
import { agentWords } from './agent-words.ts'
import { useDesk } from './desk-context.ts'

/** The lines of this desk. The place of a call is there before the call. */
export function LineList() {
  const { scene } = useDesk()
  const words = useWords(agentWords)
  return (
    <section className="panel lines">
      <h2 className="label">{words.lines}</h2>
      {scene.show === 'idle' ? (
        <div className="line free">
          <span>{words.noLine}</span>
          <span className="small">{words.noLineHint}</span>
        </div>
      ) : (
        <BusyLine />
      )}
    </section>
  )
}

function BusyLine() {
  const { me, scene } = useDesk()
  const contact = scene.show === 'idle' ? undefined : scene.contact
  const number = usePhoneNumber(contact?.from ?? '')
  const { state, since } = shownState(me, contact)
  return (
    <div className="line" style={stateStyle(state)}>
      <strong className="cut">{contact?.name ?? number}</strong>
      <span className="line-state">
        <StateMark state={state} />
        <Elapsed since={since} />
      </span>
    </div>
  )
}
