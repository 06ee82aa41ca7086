import { Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { refusalIn, refusalMessages } from '../messages/refusal-messages.ts'
import { sharedMessages } from '../messages/shared-messages.ts'
import { useMessages } from '../theme/preferences.tsx'

/** Something that is fetched: on its way, here, or refused for a reason. */
export type Fetched<Value> =
  | { readonly is: 'coming' }
  | { readonly is: 'here'; readonly value: Value }
  | { readonly is: 'refused'; readonly reason: string }

type Props<Value> = {
  readonly list: Fetched<readonly Value[]>
  /** Says what would appear here, and how. */
  readonly empty: string
  readonly retry: () => void
  readonly children: (values: readonly Value[]) => ReactNode
}

/** A list in each of its states: loading, failed with a retry, empty, or there. */
export function ListState<Value>({ list, empty, retry, children }: Props<Value>) {
  const messages = useMessages(sharedMessages)
  const refusals = useMessages(refusalMessages)
  if (list.is === 'coming')
    return <Skeleton className="coming" active title={false} paragraph={{ rows: 3 }} />
  if (list.is === 'refused')
    return (
      <div className="fault" role="alert">
        <span>
          {messages.list.failed} {refusalIn(refusals, list.reason)}
        </span>
        <Button size="small" onClick={retry}>
          {messages.retry}
        </Button>
      </div>
    )
  return list.value.length === 0 ? <p className="nothing">{empty}</p> : children(list.value)
}
