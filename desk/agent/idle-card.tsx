import { useWords } from '../look/taste.tsx'
import { Elapsed } from '../parts/elapsed.tsx'
import { stateStyle, StateMark } from '../parts/state-mark.tsx'
import { useReasonWord } from '../parts/use-reason-word.ts'
import { isMiss } from '../state/not-ready.ts'
import { type AgentWords, agentWords } from './agent-words.ts'
import { useDesk } from './desk-context.ts'

function hintOf(words: AgentWords['idle'], state: string, reason: string | undefined): string {
  if (state === 'ready') return words.readyHint
  if (state !== 'notReady' && state !== 'loggedOff') return words.settling
  if (isMiss(reason)) return words.missed
  return reason === 'connection-lost' ? words.connectionLost : words.notReadyHint
}

/** Nobody on the line: the state, large and calm, and what it means. */
export function IdleCard() {
  const { tenant, me, phone } = useDesk()
  const words = useWords(agentWords)
  const reason = useReasonWord(tenant)(me.reason)
  return (
    <section className="idle" style={stateStyle(me.state)}>
      <p className="idle-state">
        <StateMark state={me.state} />
        {me.state === 'notReady' && reason !== undefined && <span>{reason}</span>}
      </p>
      <p className="idle-time">
        <Elapsed since={me.since} />
      </p>
      <p className="soft">{hintOf(words.idle, me.state, me.reason)}</p>
      {phone.fault !== undefined && (
        <p className="idle-fault" role="alert">
          {words.fault[phone.fault]}
        </p>
      )}
    </section>
  )
}
