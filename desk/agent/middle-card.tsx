import { ActionBar } from './action-bar.tsx'
import { useDesk } from './desk-context.ts'
import { IdleCard } from './idle-card.tsx'
import { RingingCard } from './ringing-card.tsx'
import { TalkCard } from './talk-card.tsx'
import type { useWrapUpDraft } from './wrap-up-draft.ts'

export type Picking = 'transfer' | 'consult'

export type MiddleProps = {
  readonly draft: ReturnType<typeof useWrapUpDraft>
  /** Whom to transfer to, or to consult, is being chosen. */
  readonly picker: Picking | undefined
  readonly setPicker: (picking: Picking | undefined) => void
}

/** The call of the moment, and under it, always in the same place, what to do next. */
export function MiddleCard(props: MiddleProps) {
  const { callView } = useDesk()
  return (
    <main className="panel middle">
      {callView.show === 'idle' && <IdleCard />}
      {callView.show === 'ringing' && <RingingCard contact={callView.contact} />}
      {callView.show !== 'idle' && callView.show !== 'ringing' && (
        <TalkCard callView={callView} draft={props.draft} />
      )}
      <ActionBar {...props} />
    </main>
  )
}
