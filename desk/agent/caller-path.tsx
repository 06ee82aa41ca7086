import { PhoneOutlined, RightOutlined } from '@ant-design/icons'
import type { ContactView } from '../../cti/protocol.ts'
import { useWords } from '../look/taste.tsx'
import { formatClock, formatExactly } from '../state/moment.ts'
import type { Language } from '../words/language.ts'
import { agentWords } from './agent-words.ts'
import { useDesk } from './desk-context.ts'

type Props = { readonly contact: ContactView; readonly language: Language }

/** The way the caller came: the number dialled, each step of the flow, and the keys pressed there. */
export function CallerPath({ contact, language }: Props) {
  const { tenant } = useDesk()
  const words = useWords(agentWords)
  const hotline = tenant.hotlines.find(({ number }) => number === contact.to)
  return (
    <ol className="caller-path" aria-label={words.path}>
      <li title={formatExactly(contact.arrivedAt, language)}>
        <PhoneOutlined aria-label={words.dialled} /> {contact.to}
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
            <kbd className="cap" aria-label={`${words.pressed} ${step.digits}`}>
              {step.digits}
            </kbd>
          )}
        </li>
      ))}
    </ol>
  )
}
