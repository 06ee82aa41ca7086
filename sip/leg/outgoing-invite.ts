import type { LegId } from '../../core/names.ts'
import type { ReasonCode } from '../../core/reason-code.ts'
import type { Challenging } from '../access/digest-client.ts'
import { sendAuthorized, nextAttempt } from '../access/send-authorized.ts'
import type { SipDialog } from '../dialog.ts'
import type { SipError, SipRequest, SipResponse } from '../message.ts'
import { reasonHeader } from '../reason.ts'
import type { Srf } from '../srf.ts'
import type { CallTarget } from './call-target.ts'

/** How an INVITE ended. */
type InviteOutcome = Challenging & ({ readonly dialog: SipDialog } | { readonly error: SipError })

type OutgoingInvite = {
  /** CANCEL, also of one that may still be on its way to the edge; nothing is tried after it. */
  readonly cancel: (reason: ReasonCode) => void
  /** `hasRung`: the callee's phone, or an announcement, was there. */
  readonly outcome: Promise<InviteOutcome & { readonly hasRung: boolean }>
}

type OutgoingInviteOptions = {
  readonly offer: string
  readonly onProvisional: (response: SipResponse) => void
  readonly log?: (fields: object, message: string) => void
}

/** Sends an INVITE to the ways of a target, until one takes it; challenges are answered. */
export function sendInvite(
  srf: Srf,
  leg: LegId,
  target: CallTarget,
  options: OutgoingInviteOptions,
): OutgoingInvite {
  const { cancel, onSent, isCancelled } = createCancel()
  let hasRung = false
  const progress = {
    cbRequest: (_error: unknown, request?: SipRequest) => onSent(request),
    cbProvisional: (response: SipResponse) => {
      hasRung ||= response.status >= 180
      options.onProvisional(response)
    },
  }
  const { offer: localSdp } = options
  const send = ({ uri, route }: CallTarget['destinations'][number]): Promise<InviteOutcome> => {
    const asked = { method: 'INVITE', uri, body: localSdp }
    return sendAuthorized<InviteOutcome>(target.digest, asked, (credentials, before) => {
      if (isCancelled()) return Promise.resolve(before ?? unsent)
      const headers = { ...target.headers, ...nextAttempt(before, 'INVITE'), ...credentials }
      const plan = { headers, localSdp, ...(route && { proxy: route }) }
      return srf.invite(uri, plan, progress).then(taken, refused)
    })
  }
  const tryAll = async (): Promise<InviteOutcome> => {
    let outcome: InviteOutcome = unsent
    for (const way of target.destinations) {
      onSent(undefined)
      outcome = await send(way)
      // Whoever rang must not ring again by another way.
      if ('dialog' in outcome || isCancelled() || hasRung || !isElsewhere(outcome)) return outcome
      options.log?.({ leg, status: outcome.status }, 'not taken there')
    }
    return outcome
  }
  return { cancel, outcome: tryAll().then((outcome) => ({ ...outcome, hasRung })) }
}

/** CANCEL for an INVITE that may still be on its way to the edge. */
function createCancel() {
  let sent: SipRequest | undefined
  let wanted: ReasonCode | undefined
  const tryCancel = (): void => {
    // Its own answer carries nothing: the INVITE's final response tells the outcome.
    if (sent && wanted) sent.cancel({ headers: reasonHeader(wanted) }, () => undefined)
  }
  return {
    cancel: (reason: ReasonCode): void => {
      wanted = reason
      tryCancel()
    },
    onSent: (request: SipRequest | undefined): void => {
      sent = request
      tryCancel()
    },
    isCancelled: () => wanted !== undefined,
  }
}

const taken = (dialog: SipDialog): InviteOutcome => ({ status: 200, get: () => undefined, dialog })

/** srf rejects with nothing else. */
const refused = (failure: unknown): InviteOutcome => {
  const error = failure as SipError
  return { status: error.status ?? 0, get: (header) => error.res?.get(header), error }
}

/** Nothing was sent any more. */
const unsent: InviteOutcome = {
  status: 487,
  get: () => undefined,
  error: Object.assign(new Error('cancelled before it was sent'), { status: 487 }),
}

/** Whether another proxy may do what this one did not: nobody answered, or it can't; the callee has not spoken. */
const isElsewhere = ({ status }: Pick<InviteOutcome, 'status'>): boolean =>
  status === 0 || status === 408 || (status >= 500 && status < 600)
