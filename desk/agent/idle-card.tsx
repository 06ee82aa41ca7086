import { useWords } from '../look/taste.tsx'
import { Elapsed } from '../parts/elapsed.tsx'
import { SparedMark } from '../parts/spared-mark.tsx'
import { stateStyle, StateMark } from '../parts/state-mark.tsx'
import { usePhoneNumber } from '../parts/phone-number.tsx'
import { useNow } from '../parts/use-now.ts'
import { useReasonWord } from '../parts/use-reason-word.ts'
import { isMiss } from '../state/not-ready.ts'
import { sparedNow } from '../state/spared.ts'
import { routingWords } from '../words/routing-words.ts'
import { type AgentWords, agentWords } from './agent-words.ts'
import { type TakenCall, useDesk } from './desk-context.ts'

function hintOf(words: AgentWords['idle'], state: string, reason: string | undefined): string {
  if (state === 'ready') return words.readyHint
  if (state !== 'notReady' && state !== 'loggedOff') return words.settling
  if (isMiss(reason)) return words.missed
  return reason === 'connection-lost' ? words.connectionLost : words.notReadyHint
}

/** Nobody on the line: the state, large and calm, and what it means. */
export function IdleCard() {
  const { tenant, me, phone, taken } = useDesk()
  const words = useWords(agentWords)
  const { sparedWhy } = useWords(routingWords)
  const spared = sparedNow(me, useNow())
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
      <p className="soft">
        {spared ? sparedWhy[spared.why] : hintOf(words.idle, me.state, me.reason)}
      </p>
      <p className="idle-note">
        {spared ? <SparedMark agent={me} /> : taken && <Taken call={taken} />}
      </p>
      {phone.fault !== undefined && (
        <p className="idle-fault" role="alert">
          {words.fault[phone.fault]}
        </p>
      )}
    </section>
  )
}

function Taken({ call }: { readonly call: TakenCall }) {
  const words = useWords(agentWords).idle
  const number = usePhoneNumber(call.from)
  return <span role="status">{words.taken(call.by, number)}</span>
}
