import type { LegId } from '../../core/names.ts'
import type { Slug } from '../../core/slug.ts'
import { authorized, continuing } from '../access/authorized.ts'
import type { Challenging } from '../access/digest-client.ts'
import { reasonHeader } from '../reason.ts'
import type { Dialog, SipError, SipRequest, SipResponse, Srf } from '../srf.ts'
import type { Target } from './target.ts'

/** How an INVITE ended. */
export type Outcome = Challenging & ({ readonly dialog: Dialog } | { readonly error: SipError })

export type Invitation = {
  /** CANCEL, also of one that may still be on its way to the edge; nothing is tried after it. */
  readonly cancel: (reason: Slug) => void
  /** `hasRung`: the callee's phone, or an announcement, was there. */
  readonly outcome: Promise<Outcome & { readonly hasRung: boolean }>
}

export type InvitationOptions = {
  readonly offer: string
  readonly onProvisional: (response: SipResponse) => void
  readonly log?: (fields: object, message: string) => void
}

/** Sends an INVITE to the ways of a target, until one takes it; challenges are answered. */
export function invite(
  srf: Srf,
  leg: LegId,
  target: Target,
  options: InvitationOptions,
): Invitation {
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
  const send = ({ uri, route }: Target['ways'][number]): Promise<Outcome> => {
    const asked = { method: 'INVITE', uri, body: localSdp }
    return authorized<Outcome>(target.digest, asked, (credentials, before) => {
      if (isCancelled()) return Promise.resolve(before ?? unsent)
      const headers = { ...target.headers, ...continuing(before, 'INVITE'), ...credentials }
      const plan = { headers, localSdp, ...(route && { proxy: route }) }
      return srf.invite(uri, plan, progress).then(taken, refused)
    })
  }
  const tryAll = async (): Promise<Outcome> => {
    let outcome: Outcome = unsent
    for (const way of target.ways) {
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
  let wanted: Slug | undefined
  const tryCancel = (): void => {
    // Its own answer carries nothing: the INVITE's final response tells the outcome.
    if (sent && wanted) sent.cancel({ headers: reasonHeader(wanted) }, () => undefined)
  }
  return {
    cancel: (reason: Slug): void => {
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

const taken = (dialog: Dialog): Outcome => ({ status: 200, get: () => undefined, dialog })

/** srf rejects with nothing else. */
const refused = (failure: unknown): Outcome => {
  const error = failure as SipError
  return { status: error.status ?? 0, get: (header) => error.res?.get(header), error }
}

/** Nothing was sent any more. */
const unsent: Outcome = {
  status: 487,
  get: () => undefined,
  error: Object.assign(new Error('cancelled before it was sent'), { status: 487 }),
}

/** Whether another proxy may do what this one did not: nobody answered, or it can't; the callee has not spoken. */
const isElsewhere = ({ status }: Pick<Outcome, 'status'>): boolean =>
  status === 0 || status === 408 || (status >= 500 && status < 600)
