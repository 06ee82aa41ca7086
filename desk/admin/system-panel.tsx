import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { Button, Skeleton } from 'antd'
import type { CSSProperties } from 'react'
import { Moment } from '../components/elapsed.tsx'
import { useFetched } from '../components/use-fetched.ts'
import { useMessages } from '../theme/preferences.tsx'
import { cssColour } from '../theme/tokens.ts'
import type { AdminApi, CentreHealth } from './admin-api.ts'
import { adminMessages } from './admin-messages.ts'

/** Whether a call could be taken now, by the centre's own health check. */
export function SystemPanel({ administering }: { readonly administering: AdminApi }) {
  const messages = useMessages(adminMessages).system
  const [health, again] = useFetched('health', administering.health)
  return (
    <section className="system">
      {health.is === 'coming' && <Skeleton active title={false} paragraph={{ rows: 3 }} />}
      {health.is === 'refused' && (
        <p className="over" role="alert">
          {messages.unreachable}
        </p>
      )}
      {health.is === 'here' && <HealthFacts health={health.value} />}
      <Button onClick={again}>{messages.again}</Button>
    </section>
  )
}

function HealthFacts({ health }: { readonly health: CentreHealth }) {
  const messages = useMessages(adminMessages).system
  const colour = cssColour(health.able ? 'ready' : 'over')
  return (
    <dl className="system-facts" aria-live="polite">
      <div>
        <dt>{messages.health}</dt>
        <dd className="state" style={{ '--state': colour } as CSSProperties}>
          {health.able ? <CheckCircleFilled aria-hidden /> : <CloseCircleFilled aria-hidden />}
          {health.able ? messages.able : messages.unable}
        </dd>
      </div>
      {health.reason !== undefined && (
        <div>
          <dt />
          <dd>
            <code>{health.reason}</code>
          </dd>
        </div>
      )}
      <div>
        <dt>{messages.version}</dt>
        <dd>{import.meta.env.VERSION}</dd>
      </div>
      <div>
        <dt>{messages.checked}</dt>
        <dd>
          <Moment at={health.checkedAt} />
        </dd>
      </div>
    </dl>
  )
}
