import type { ContactView } from '../../cti/protocol.ts'
import { formatPhoneNumber } from '../state/phone-number.ts'
import { useDesk } from './desk-context.ts'

type Consult = NonNullable<ContactView['consult']>

/** `Bert 1003`, or a number: the other side of a consultation. */
export function useConsultedName(consult: Consult, show: 'consulting' | 'consulted'): string {
  const { agents } = useDesk().view
  const id = show === 'consulted' ? consult.by : consult.agent
  if (id === undefined) return formatPhoneNumber(consult.number ?? '')
  const name = agents.find((agent) => agent.id === id)?.name
  return name === undefined ? id : `${name} ${id}`
}
