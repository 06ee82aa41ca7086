import { ActBar } from './act-bar.tsx'
import { useDesk } from './desk-context.ts'
import type { useDraft } from './draft.ts'
import { IdleCard } from './idle-card.tsx'
import { RingingCard } from './ringing-card.tsx'
import { TalkCard } from './talk-card.tsx'

export type Picking = 'transfer' | 'consult'

export type MiddleProps = {
  readonly draft: ReturnType<typeof useDraft>
  /** Whom to transfer to, or to consult, is being chosen. */
  readonly picker: Picking | undefined
  readonly setPicker: (picking: Picking | undefined) => void
}

/** The call of the moment, and under it, always in the same place, what to do next. */
export function MiddleCard(props: MiddleProps) {
  const { scene } = useDesk()
  return (
    <main className="panel middle">
      {scene.show === 'idle' && <IdleCard />}
      {scene.show === 'ringing' && <RingingCard contact={scene.contact} />}
      {scene.show !== 'idle' && scene.show !== 'ringing' && (
        <TalkCard scene={scene} draft={props.draft} />
      )}
      <ActBar {...props} />
    </main>
  )
}
