import { useWords } from '../look/taste.tsx'
import { Elapsed } from '../parts/elapsed.tsx'
import { usePhoneNumber } from '../parts/phone-number.tsx'
import { StateMark, stateStyle } from '../parts/state-mark.tsx'
import { shownState } from '../state/agent-state.ts'
import type { Scene } from '../state/scene.ts'
import { agentWords } from './agent-words.ts'
import { useDesk } from './desk-context.ts'
import { useConsulted } from './use-consulted.ts'

/** The lines of this desk. The place of a call is there before the call. */
export function LineList() {
  const { scene } = useDesk()
  const words = useWords(agentWords)
  return (
    <section className="panel lines">
      <h2 className="label">{words.lines}</h2>
      {scene.show === 'consulting' && <ConsultLine scene={scene} />}
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

type ConsultProps = { readonly scene: Extract<Scene, { show: 'consulting' | 'consulted' }> }

/** The second line of a consultation: the customer's is on hold below it. */
function ConsultLine({ scene: { consult } }: ConsultProps) {
  const who = useConsulted(consult, 'consulting')
  const state = consult.connectedAt === undefined ? 'reserved' : 'talking'
  return (
    <div className="line" style={stateStyle(state)}>
      <strong className="cut">{who}</strong>
      <span className="line-state">
        <StateMark state={state} />
        <Elapsed since={consult.connectedAt ?? consult.since} />
      </span>
    </div>
  )
}

function BusyLine() {
  const { me, scene } = useDesk()
  const contact = scene.show === 'idle' ? undefined : scene.contact
  const number = usePhoneNumber(contact?.from ?? '')
  const { state, since } =
    scene.show === 'consulting'
      ? ({ state: 'hold', since: scene.contact.heldSince ?? scene.consult.since } as const)
      : shownState(me, contact)
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
