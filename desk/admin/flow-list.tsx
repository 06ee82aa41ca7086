import { ArrowRightOutlined } from '@ant-design/icons'
import type { Flow, Tenant } from '../../core/tenant.ts'
import { type Exit, type FlowStep, flowSteps } from '../state/flow-steps.ts'
import { namesOf } from '../state/name-lists.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { adminMessages } from './admin-messages.ts'

/** Flows, each node read as a sentence. */
export function FlowList({ tenant }: { readonly tenant: Tenant }) {
  const messages = useMessages(adminMessages).flow
  if (tenant.flows.length === 0) return <p className="nothing">{messages.none}</p>
  return tenant.flows.map((flow) => <FlowStory key={flow.id} flow={flow} tenant={tenant} />)
}

function FlowStory({ flow, tenant }: { readonly flow: Flow; readonly tenant: Tenant }) {
  const messages = useMessages(adminMessages).flow
  const { language } = usePreferences()
  const steps = flowSteps(flow)
  const labelOf = (node: string) =>
    steps.find((step) => step.node === node)?.label[language] ?? node
  return (
    <section className="flow">
      <h2>
        {flow.name[language]}{' '}
        <span className="soft small">{messages.spokenIn(messages.language[flow.language])}</span>
      </h2>
      <ol>
        {steps.map((step) => (
          <li key={step.node} id={`${flow.id}-${step.node}`}>
            <h3>
              {step.label[language]}
              {step.node === flow.start && <span className="flow-start">{messages.start}</span>}
            </h3>
            <Sentence step={step} tenant={tenant} />
            <ul>
              {step.exits.map((exit) => (
                <li key={`${exit.when} ${exit.key ?? ''}`}>
                  <ExitWhen exit={exit} step={step} />
                  <ArrowRightOutlined className="path-arrow" aria-hidden />
                  {labelOf(exit.to)}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Sentence({ step, tenant }: { readonly step: FlowStep; readonly tenant: Tenant }) {
  const messages = useMessages(adminMessages).flow
  const { language } = usePreferences()
  const parts = [
    step.prompts.length > 0 && (
      <span key="plays">
        {messages.plays}{' '}
        {step.prompts.map((prompt, place) => (
          <code key={place}>{prompt[language]}</code>
        ))}
      </span>
    ),
    step.language !== undefined && (
      <span key="speaks">
        {messages.speaks} <strong>{messages.language[step.language]}</strong>
      </span>
    ),
    step.queue !== undefined && (
      <span key="queue">
        {messages.toQueue} <strong>{namesOf([step.queue], tenant.queues, language)}</strong>
      </span>
    ),
    step.kind === 'hangUp' && <span key="hangUp">{messages.hangsUp}</span>,
  ].filter((part) => part !== false)
  return <p className="flow-sentence">{parts}</p>
}

function ExitWhen({ exit, step }: { readonly exit: Exit; readonly step: FlowStep }) {
  const messages = useMessages(adminMessages).flow
  if (exit.when === 'key')
    return (
      <span>
        {messages.press} <kbd className="cap">{exit.key}</kbd>
      </span>
    )
  return (
    <span>
      {exit.when === 'then'
        ? messages.then
        : messages.otherwise(step.tries ?? 1, step.timeoutSeconds ?? 0)}
    </span>
  )
}
