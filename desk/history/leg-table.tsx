import type { ContactRecord } from '../../cti/api.ts'
import { SoundSign } from '../components/sound-sign.tsx'
import { soundMessages } from '../messages/sound-messages.ts'
import { formatPercent } from '../state/format.ts'
import { useMessages } from '../theme/preferences.tsx'
import { usePersonName } from './history-context.ts'

type LegEntry = ContactRecord['legs'][number]

/** A row for each party who was on the line. */
export function LegTable({ legs }: { readonly legs: readonly LegEntry[] }) {
  const messages = useMessages(soundMessages).record
  return (
    <table className="leg-table">
      <thead>
        <tr>
          <th />
          <th>{messages.mos}</th>
          <th>{messages.rFactor}</th>
          <th>{messages.lost}</th>
          <th>{messages.jitter}</th>
          <th>{messages.roundTrip}</th>
          <th>{messages.codec}</th>
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

function LegRow({ leg }: { readonly leg: LegEntry }) {
  const nameOf = usePersonName()
  const messages = useMessages(soundMessages)
  const { ms, unknown } = messages.record
  const { grade, mos, rFactor, lost, received, jitterMs, roundTripMs, codec } = leg
  const { who, agent } = leg
  const party = who === 'agent' && agent !== undefined ? nameOf(agent) : messages.party[who]
  const told = messages.partySounds(party, messages.grade[grade], mos.toFixed(1))
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
