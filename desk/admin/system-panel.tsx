import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { Button, Skeleton } from 'antd'
import type { CSSProperties } from 'react'
import { useWords } from '../look/taste.tsx'
import { cssColour } from '../look/tokens.ts'
import { Moment } from '../parts/elapsed.tsx'
import { useFetched } from '../parts/use-fetched.ts'
import type { Administering, Health } from './administering.ts'
import { adminWords } from './admin-words.ts'

/** Whether a call could be taken now, by the centre's own health check. */
export function SystemPanel({ administering }: { readonly administering: Administering }) {
  const words = useWords(adminWords).system
  const [health, again] = useFetched('health', administering.health)
  return (
    <section className="system">
      {health.is === 'coming' && <Skeleton active title={false} paragraph={{ rows: 3 }} />}
      {health.is === 'refused' && (
        <p className="over" role="alert">
          {words.unreachable}
        </p>
      )}
      {health.is === 'here' && <HealthFacts health={health.value} />}
      <Button onClick={again}>{words.again}</Button>
    </section>
  )
}

function HealthFacts({ health }: { readonly health: Health }) {
  const words = useWords(adminWords).system
  const colour = cssColour(health.able ? 'ready' : 'over')
  return (
    <dl className="system-facts" aria-live="polite">
      <div>
        <dt>{words.health}</dt>
        <dd className="state" style={{ '--state': colour } as CSSProperties}>
          {health.able ? <CheckCircleFilled aria-hidden /> : <CloseCircleFilled aria-hidden />}
          {health.able ? words.able : words.unable}
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
        <dt>{words.version}</dt>
        <dd>{import.meta.env.VERSION}</dd>
      </div>
      <div>
        <dt>{words.checked}</dt>
        <dd>
          <Moment at={health.checkedAt} />
        </dd>
      </div>
    </dl>
  )
}
