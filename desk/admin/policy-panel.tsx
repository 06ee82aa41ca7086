import { Skeleton } from 'antd'
import { useWords } from '../look/taste.tsx'
import { ListState } from '../parts/list-state.tsx'
import { useFetched } from '../parts/use-fetched.ts'
import { formatPercent } from '../state/percent.ts'
import { type Routing, textOf } from '../state/routing-draft.ts'
import type { Administering } from './administering.ts'
import { PolicyEditor } from './policy-editor.tsx'
import { policyWords } from './policy-words.ts'
import './policy.css'

/** The policy by which calls are routed, and another one on trial: to look at, to change, to put in force. */
export function PolicyPanel({ administering }: { readonly administering: Administering }) {
  const [routing, refresh] = useFetched('policy', administering.routing)
  if (routing.is === 'coming') return <Skeleton active title={false} paragraph={{ rows: 8 }} />
  if (routing.is === 'refused')
    return (
      <ListState list={routing} empty="" retry={refresh}>
        {() => null}
      </ListState>
    )
  const { value } = routing
  return (
    <>
      <InForce routing={value} />
      <PolicyEditor
        key={textOf(value)}
        inForce={value}
        save={administering.saveRouting}
        saved={refresh}
      />
    </>
  )
}

function InForce({ routing: { policy, trial } }: { readonly routing: Routing }) {
  const words = useWords(policyWords)
  return (
    <dl className="policy-facts">
      <div>
        <dt>{words.inForce}</dt>
        <dd>{policy.version}</dd>
      </div>
      <div title={words.shareIs}>
        <dt>{words.trial}</dt>
        <dd>
          {trial === undefined ? (
            <span className="soft">{words.noTrial}</span>
          ) : (
            <>
              {trial.policy.version} <span className="soft">{formatPercent(trial.share, 0)}</span>
            </>
          )}
        </dd>
      </div>
    </dl>
  )
}
