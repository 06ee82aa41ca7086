import { AudioMutedOutlined, AudioOutlined, PhoneOutlined } from '@ant-design/icons'
import { useEffect, useRef } from 'react'
import { useMessages } from '../theme/preferences.tsx'
import { agentMessages } from './agent-messages.ts'
import { useDesk } from './desk-context.ts'

/** The telephone at this desk: whether it can ring, and how loud the microphone is. */
export function PhoneBadge() {
  const { phone } = useDesk()
  const messages = useMessages(agentMessages)
  if (phone.kind === 'own')
    return (
      <span className="soft phone-badge" title={messages.phone.own}>
        <PhoneOutlined aria-hidden /> {messages.phone.own}
      </span>
    )
  if (phone.fault !== undefined)
    return (
      <span className="state phone-badge trouble" title={messages.fault[phone.fault]} role="alert">
        <AudioMutedOutlined aria-hidden /> {messages.trouble}
      </span>
    )
  if (!phone.registered)
    return (
      <span className="state phone-badge waiting" title={messages.phone.registering}>
        <PhoneOutlined aria-hidden /> {messages.phone.registering}
      </span>
    )
  return (
    <span className="phone-badge soft" title={phone.muted ? messages.muted : messages.mic}>
      {phone.muted ? <AudioMutedOutlined aria-hidden /> : <AudioOutlined aria-hidden />}
      <MicLevel level={phone.level} />
    </span>
  )
}

const bars = [0.02, 0.06, 0.14, 0.3, 0.55]

/** Five bars, drawn ten times a second beside React. */
function MicLevel({ level }: { readonly level: () => number }) {
  const meter = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const timer = setInterval(() => {
      const now = level()
      const lit = bars.filter((threshold) => now >= threshold).length
      meter.current?.setAttribute('data-lit', String(lit))
    }, 100)
    return () => clearInterval(timer)
  }, [level])
  return (
    <span className="mic-level" ref={meter} data-lit="0" aria-hidden>
      {bars.map((bar) => (
        <i key={bar} />
      ))}
    </span>
  )
}
