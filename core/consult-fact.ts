import type { AgentId, ContactId, LegId, QueueId } from './names.ts'
import type { ReasonCode } from './reason-code.ts'

/** Who is asked for advice: a colleague, or somebody outside. */
type Consulted = { readonly agent?: AgentId; readonly number?: string }

/** What reducers conclude of consultation calls (CSTA). `by`: the agent who serves the contact. */
export type ConsultFact =
  /** Settled at once by one of the next two. */
  | {
      readonly type: 'consult.asked'
      readonly contact: ContactId
      readonly by: AgentId
      readonly colleague: AgentId
    }
  /** The colleague is reserved for it, until `consult.ended` or `contact.handedOver`. */
  | {
      readonly type: 'consult.offered'
      readonly contact: ContactId
      readonly by: AgentId
      readonly agent: AgentId
      readonly queue: QueueId
      /** Version of the policy that the contact is served by. */
      readonly policy: string
    }
  | {
      readonly type: 'consult.refused'
      readonly contact: ContactId
      readonly by: AgentId
      readonly colleague: AgentId
      readonly reason: ReasonCode
    }
  /** A number outside rings for it. */
  | {
      readonly type: 'consult.dialled'
      readonly contact: ContactId
      readonly by: AgentId
      readonly number: string
    }
  /** The two talk; the customer hears music. */
  | ({
      readonly type: 'consult.connected'
      readonly contact: ContactId
      readonly by: AgentId
      /** Of whom is asked. */
      readonly leg: LegId
    } & Consulted)
  /** The agent has the customer again, on hold until he resumes. */
  | ({
      readonly type: 'consult.ended'
      readonly contact: ContactId
      readonly by: AgentId
      readonly reason: ReasonCode
    } & Consulted)
  /** The customer talks to the colleague now, whose contact it is. */
  | {
      readonly type: 'contact.handedOver'
      readonly contact: ContactId
      readonly from: AgentId
      readonly agent: AgentId
      /** The colleague's. */
      readonly leg: LegId
      readonly queue: QueueId
    }
