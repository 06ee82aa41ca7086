import { reasonHeader } from '../reason.ts'
import type { SipRequest, SipResponse } from '../srf.ts'

/**
 * Answers a phone's REFER (RFC 3515). Transfers are asked for at the desk, where the contact goes along with its
 * story; a phone's own transfer would take the call out of the centre's sight.
 */
export function refuseTransfer(_request: SipRequest, response: SipResponse): void {
  response.send(603, { headers: reasonHeader('not-possible-now') })
}
