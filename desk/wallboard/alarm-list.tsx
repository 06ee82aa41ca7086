import { CheckCircleFilled, WarningFilled } from '@ant-design/icons'
import type { Language } from '../../core/language.ts'
import { Elapsed } from '../components/elapsed.tsx'
import type { WallboardAlarm } from '../state/alarm.ts'
import { formatPercent } from '../state/format.ts'
import { useMessages, usePreferences } from '../theme/preferences.tsx'
import { type WallboardMessages, wallboardMessages } from './wallboard-messages.ts'

const shown = 4

/** What to act on, with what to do. Its place is there also when all is well. */
export function AlarmList({ alarms }: { readonly alarms: readonly WallboardAlarm[] }) {
  const messages = useMessages(wallboardMessages)
  const { language } = usePreferences()
  const hidden = alarms.slice(shown)
  return (
    <section className="alarms" aria-label={messages.alarms} aria-live="polite">
      {alarms.length === 0 && (
        <p className="calm">
          <CheckCircleFilled aria-hidden /> {messages.calm}
        </p>
      )}
      {alarms.slice(0, shown).map((alarm) => (
        <p key={keyOf(alarm)} className="alarm" title={say(alarm, messages, language)}>
          <WarningFilled aria-hidden />
          <span>{say(alarm, messages, language)}</span>
          <AlarmTime alarm={alarm} />
        </p>
      ))}
      {hidden.length > 0 && (
        <p
          className="alarm more"
          title={hidden.map((alarm) => say(alarm, messages, language)).join('\n')}
        >
          {messages.more(hidden.length)}
        </p>
      )}
    </section>
  )
}

function keyOf(alarm: WallboardAlarm): string {
  if (alarm.kind === 'fault') return alarm.reason
  if (alarm.kind === 'trunk') return `trunk ${alarm.trunk.id}`
  return alarm.kind === 'agent'
    ? `${alarm.watched.agent.id} ${alarm.watched.attention}`
    : `${alarm.queue.id} ${alarm.kind}`
}

function say(alarm: WallboardAlarm, messages: WallboardMessages, language: Language): string {
  switch (alarm.kind) {
    case 'agent':
      return messages.alarm[alarm.watched.attention](alarm.watched.agent.name)
    case 'fault':
      return messages.faultAlarm[alarm.reason](alarm.fault.count)
    case 'trunk':
      return messages.trunkAlarm[alarm.state](alarm.trunk.name[language])
    case 'lowLevel':
      return messages.alarm.lowLevel(alarm.queue.name[language], formatPercent(alarm.level))
    default:
      return messages.alarm[alarm.kind](alarm.queue.name[language])
  }
}

function AlarmTime({ alarm }: { readonly alarm: WallboardAlarm }) {
  if (alarm.kind === 'longWait') return <Elapsed since={alarm.since} />
  if (alarm.kind === 'agent') return <Elapsed since={alarm.watched.agent.since} />
  if (alarm.kind === 'fault') return <Elapsed since={alarm.fault.since} />
  if (alarm.kind === 'trunk') return <Elapsed since={alarm.trunk.since} />
  return null
}
