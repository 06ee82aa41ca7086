import type { AgentId, ContactId, QueueId } from './names.ts'
import type { QueueSwitch } from './policy.ts'

/** A number is outside, as it is dialled. */
export type ConsultTarget = { readonly agent: AgentId } | { readonly number: string }
export type TransferTarget = { readonly queue: QueueId } | ConsultTarget

/** What a person at the desk asks for. */
export type Ask =
  | { readonly ask: 'ready' }
  | { readonly ask: 'notReady'; readonly reason: string }
  | { readonly ask: 'hold'; readonly contact: ContactId }
  | { readonly ask: 'resume'; readonly contact: ContactId }
  | { readonly ask: 'mute'; readonly contact: ContactId; readonly muted: boolean }
  | { readonly ask: 'digits'; readonly contact: ContactId; readonly digits: string }
  /** Silence in the recording, while a card number is told. */
  | { readonly ask: 'pauseRecording'; readonly contact: ContactId }
  | { readonly ask: 'resumeRecording'; readonly contact: ContactId }
  | { readonly ask: 'transfer'; readonly contact: ContactId; readonly to: TransferTarget }
  /** Talks to somebody else while the customer hears music. */
  | { readonly ask: 'consult'; readonly contact: ContactId; readonly to: ConsultTarget }
  /** The customer and whom the agent consults go on without him. */
  | { readonly ask: 'completeTransfer'; readonly contact: ContactId }
  /** Back to the customer. */
  | { readonly ask: 'reconnect'; readonly contact: ContactId }
  | { readonly ask: 'hangUp'; readonly contact: ContactId }
  | {
      readonly ask: 'wrapUp'
      readonly contact: ContactId
      readonly disposition: string
      readonly note: string
    }
  | { readonly ask: 'logOff' }
  /** A supervisor opens or closes a queue, or leaves it to its hours. */
  | { readonly ask: 'switchQueue'; readonly queue: QueueId; readonly to: QueueSwitch }
  | { readonly ask: 'cancelCallback'; readonly contact: ContactId }
