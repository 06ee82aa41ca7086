import { Skeleton } from 'antd'
import { ListState } from '../components/list-state.tsx'
import { useFetched } from '../components/use-fetched.ts'
import { formatPercent } from '../state/format.ts'
import { type RoutingPolicies, textOf } from '../state/routing-draft.ts'
import { useMessages } from '../theme/preferences.tsx'
import type { AdminApi } from './admin-api.ts'
import { PolicyEditor } from './policy-editor.tsx'
import { policyMessages } from './policy-messages.ts'
import './policy.css'

/** The policy by which calls are routed, and another one on trial: to look at, to change, to put in force. */
export function PolicyPanel({ administering }: { readonly administering: AdminApi }) {
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

function InForce({ routing: { policy, trial } }: { readonly routing: RoutingPolicies }) {
  const messages = useMessages(policyMessages)
  return (
    <dl className="policy-facts">
      <div>
        <dt>{messages.inForce}</dt>
        <dd>{policy.version}</dd>
      </div>
      <div title={messages.shareIs}>
        <dt>{messages.trial}</dt>
        <dd>
          {trial === undefined ? (
            <span className="soft">{messages.noTrial}</span>
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
