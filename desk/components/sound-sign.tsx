import { Tooltip } from 'antd'
import { type QualityGrade, qualityGrades } from '../../core/leg-quality.ts'
import { soundMessages } from '../messages/sound-messages.ts'
import { useMessages } from '../theme/preferences.tsx'
import './sound-sign.css'

type SoundSignProps = {
  readonly grade: QualityGrade
  /** Whose sound it is. */
  readonly whose: string
  /** All of it in words, for the tooltip and for those who do not see the sign. */
  readonly told: string
}

export const isLow = (grade: QualityGrade): boolean => grade === 'poor' || grade === 'bad'

/** How a party is heard: bars, and a word where it is poor. */
export function SoundSign({ grade, whose, told }: SoundSignProps) {
  const messages = useMessages(soundMessages)
  const full = qualityGrades.length - qualityGrades.indexOf(grade)
  return (
    <Tooltip title={told}>
      <span className={isLow(grade) ? 'sound-sign low' : 'sound-sign'} role="img" aria-label={told}>
        {whose}
        <span className="bars">
          {[1, 2, 3, 4].map((bar) => (
            <i
              key={bar}
              className={bar <= full ? 'full' : undefined}
              style={{ height: 2 + 2.25 * bar }}
            />
          ))}
        </span>
        {isLow(grade) && messages.grade[grade]}
      </span>
    </Tooltip>
  )
}
