import type { ContactRecord } from '../../cti/api.ts'
import { useWords } from '../look/taste.tsx'
import { SoundSign } from '../parts/sound-sign.tsx'
import { formatPercent } from '../state/percent.ts'
import { soundWords } from '../words/sound-words.ts'
import { usePersonName } from './history-context.ts'

type Leg = ContactRecord['legs'][number]

/** A row for each party who was on the line. */
export function LegTable({ legs }: { readonly legs: readonly Leg[] }) {
  const words = useWords(soundWords).record
  return (
    <table className="leg-table">
      <thead>
        <tr>
          <th />
          <th>{words.mos}</th>
          <th>{words.rFactor}</th>
          <th>{words.lost}</th>
          <th>{words.jitter}</th>
          <th>{words.roundTrip}</th>
          <th>{words.codec}</th>
        </tr>
      </thead>
      <tbody>
        {legs.map((leg, n) => (
          <LegRow key={n} leg={leg} />
        ))}
      </tbody>
    </table>
  )
}

function LegRow({ leg }: { readonly leg: Leg }) {
  const nameOf = usePersonName()
  const words = useWords(soundWords)
  const { ms, unknown } = words.record
  const { grade, mos, rFactor, lost, received, jitterMs, roundTripMs, codec } = leg
  const { who, agent } = leg
  const party = who === 'agent' && agent !== undefined ? nameOf(agent) : words.party[who]
  const told = words.partySounds(party, words.grade[grade], mos.toFixed(1))
  return (
    <tr>
      <th>
        <SoundSign grade={grade} whose={party} told={told} />
      </th>
      <td>{mos.toFixed(1)}</td>
      <td>{rFactor.toFixed(0)}</td>
      <td>{formatPercent(lost / Math.max(1, lost + received), 1)}</td>
      <td>{ms(jitterMs.toFixed(0))}</td>
      <td>{roundTripMs === undefined ? unknown : ms(roundTripMs.toFixed(0))}</td>
      <td>{codec}</td>
    </tr>
  )
}
