import { CheckCircleFilled, WarningFilled } from '@ant-design/icons'
import { useTaste, useWords } from '../look/taste.tsx'
import { Elapsed } from '../parts/elapsed.tsx'
import type { Alarm } from '../state/alarm.ts'
import { formatPercent } from '../state/percent.ts'
import type { Language } from '../words/language.ts'
import { type WallboardWords, wallboardWords } from './wallboard-words.ts'

const shown = 4

/** What to act on, with what to do. Its place is there also when all is well. */
export function AlarmList({ alarms }: { readonly alarms: readonly Alarm[] }) {
  const words = useWords(wallboardWords)
  const { language } = useTaste()
  const hidden = alarms.slice(shown)
  return (
    <section className="alarms" aria-label={words.alarms} aria-live="polite">
      {alarms.length === 0 && (
        <p className="calm">
          <CheckCircleFilled aria-hidden /> {words.calm}
        </p>
      )}
      {alarms.slice(0, shown).map((alarm) => (
        <p key={keyOf(alarm)} className="alarm" title={say(alarm, words, language)}>
          <WarningFilled aria-hidden />
          <span>{say(alarm, words, language)}</span>
          <AlarmTime alarm={alarm} />
        </p>
      ))}
      {hidden.length > 0 && (
        <p
          className="alarm more"
          title={hidden.map((alarm) => say(alarm, words, language)).join('\n')}
        >
          {words.more(hidden.length)}
        </p>
      )}
    </section>
  )
}

function keyOf(alarm: Alarm): string {
  if (alarm.kind === 'fault') return alarm.reason
  if (alarm.kind === 'trunk') return `trunk ${alarm.trunk.id}`
  return alarm.kind === 'agent'
    ? `${alarm.watched.agent.id} ${alarm.watched.attention}`
    : `${alarm.queue.id} ${alarm.kind}`
}

function say(alarm: Alarm, words: WallboardWords, language: Language): string {
  switch (alarm.kind) {
    case 'agent':
      return words.alarm[alarm.watched.attention](alarm.watched.agent.name)
    case 'fault':
      return words.faultAlarm[alarm.reason](alarm.fault.count)
    case 'trunk':
      return words.trunkAlarm[alarm.state](alarm.trunk.name[language])
    case 'lowLevel':
      return words.alarm.lowLevel(alarm.queue.name[language], formatPercent(alarm.level))
    default:
      return words.alarm[alarm.kind](alarm.queue.name[language])
  }
}

function AlarmTime({ alarm }: { readonly alarm: Alarm }) {
  if (alarm.kind === 'longWait') return <Elapsed since={alarm.since} />
  if (alarm.kind === 'agent') return <Elapsed since={alarm.watched.agent.since} />
  if (alarm.kind === 'fault') return <Elapsed since={alarm.fault.since} />
  if (alarm.kind === 'trunk') return <Elapsed since={alarm.trunk.since} />
  return null
}
