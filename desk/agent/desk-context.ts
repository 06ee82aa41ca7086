import { createContext, use } from 'react'
import type { ConsultTarget, TransferTarget } from '../../core/event.ts'
import type { QueueId } from '../../core/names.ts'
import type { AgentView, ContactView, TenantView } from '../../cti/protocol.ts'
import type { SoftphoneFault } from '../../softphone/softphone.ts'
import type { Records } from '../history/history-context.ts'
import type { CallView } from '../state/call-view.ts'
import type { CentreView } from '../state/centre-view.ts'
import { formatPhoneNumber } from '../state/phone-number.ts'
import { usePreferences } from '../theme/preferences.tsx'

/** What the desk needs to know of the telephone beside it. */
export type PhoneView = {
  readonly kind: 'softphone' | 'own'
  readonly registered: boolean
  /** Muted here, before the sound leaves the browser. */
  readonly muted: boolean
  readonly fault?: SoftphoneFault
  /** Loudness of the microphone now, 0 to 1. */
  readonly level: () => number
}

/** What the agent can do. A refusal is shown by the page; nothing here throws. */
export type DeskActions = {
  readonly goReady: () => void
  readonly goNotReady: (reason: string) => void
  readonly answer: () => void
  readonly holdOrResume: () => void
  readonly muteOrUnmute: () => void
  readonly pauseOrResumeRecording: () => void
  readonly sendDigit: (digit: string) => void
  readonly transfer: (to: TransferTarget) => void
  readonly consult: (to: ConsultTarget) => void
  /** The customer goes on with whom he consults. */
  readonly completeTransfer: () => void
  readonly reconnect: () => void
  readonly end: () => void
  readonly finish: (disposition: string, note: string) => void
  readonly logOff: () => void
}

/** A call that rang here too and that a colleague answered. */
export type TakenCall = { readonly from: string; readonly by: string }

/** Everything the agent desktop shows and does; the preview gives one with fixed views. */
export type Desk = {
  readonly view: CentreView
  readonly tenant: TenantView
  readonly me: AgentView
  readonly callView: CallView
  readonly taken?: TakenCall
  readonly phone: PhoneView
  readonly actions: DeskActions
  readonly records: Pick<Records, 'ofCaller' | 'ofAgent' | 'recordingUrl'>
}

const DeskContext = createContext<Desk | undefined>(undefined)
export const DeskProvider = DeskContext

export function useDesk(): Desk {
  const desk = use(DeskContext)
  if (desk === undefined) throw new Error('useDesk outside of a desk')
  return desk
}

/** A queue's name in the viewer's language; a queue that is gone keeps its id. */
export function useQueueName(): (queue: QueueId | string | undefined) => string {
  const { tenant } = useDesk()
  const { language } = usePreferences()
  return (queue) => tenant.queues.find(({ id }) => id === queue)?.name[language] ?? queue ?? '–'
}

type Consult = NonNullable<ContactView['consult']>

/** `Bert 1003`, or a number: the other side of a consultation. */
export function useConsultedName(consult: Consult, show: 'consulting' | 'consulted'): string {
  const { agents } = useDesk().view
  const id = show === 'consulted' ? consult.by : consult.agent
  if (id === undefined) return formatPhoneNumber(consult.number ?? '')
  const name = agents.find((agent) => agent.id === id)?.name
  return name === undefined ? id : `${name} ${id}`
}
