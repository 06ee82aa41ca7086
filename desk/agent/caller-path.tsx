import { PhoneOutlined, RightOutlined } from '@ant-design/icons'
import type { Language } from '../../core/language.ts'
import type { ContactView } from '../../cti/protocol.ts'
import { formatClock, formatExactly } from '../state/format.ts'
import { useMessages } from '../theme/preferences.tsx'
import { agentMessages } from './agent-messages.ts'
import { useDesk } from './desk-context.ts'

type CallerPathProps = { readonly contact: ContactView; readonly language: Language }

/** The way the caller came: the number dialled, each step of the flow, and the keys pressed there. */
export function CallerPath({ contact, language }: CallerPathProps) {
  const { tenant } = useDesk()
  const messages = useMessages(agentMessages)
  const hotline = tenant.hotlines.find(({ number }) => number === contact.to)
  return (
    <ol className="caller-path" aria-label={messages.path}>
      <li title={formatExactly(contact.arrivedAt, language)}>
        <PhoneOutlined aria-label={messages.dialled} /> {contact.to}
        {hotline !== undefined && <span className="soft">{hotline.name[language]}</span>}
      </li>
      {contact.path.map((step) => (
        <li
          key={`${step.at} ${step.label.en}`}
          title={`${formatClock(step.at, language)} ${formatExactly(step.at, language)}`}
        >
          <RightOutlined aria-hidden className="path-arrow" />
          {step.label[language]}
          {step.digits !== undefined && step.digits !== '' && (
            <kbd className="cap" aria-label={`${messages.pressed} ${step.digits}`}>
              {step.digits}
            </kbd>
          )}
        </li>
      ))}
    </ol>
  )
}
