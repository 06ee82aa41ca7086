import type { Trunk } from '../../core/trunk.ts'
import { writeAddress } from '../address.ts'
import type { Headers } from '../message.ts'
import type { RingOrder } from '../signalling.ts'

/**
 * Who calls, as a trunk's network is told: a caller who is not to be shown is named to the network alone, RFC 3323 and
 * 3325; one that we trust, and that trusts us, is told always.
 */
export function callingIdentity(
  { outbound: { callerId }, inbound: { trustsIdentity } }: Trunk,
  { caller }: Pick<RingOrder, 'caller'>,
  domain: string,
): Headers {
  const isOurs = callerId !== undefined && (callerId.always || caller.number === '')
  const number = isOurs ? callerId.number : caller.number
  const asserted = writeAddress(domain, number)
  if (caller.anonymous)
    return {
      From: '"Anonymous" <sip:anonymous@anonymous.invalid>',
      Privacy: 'id',
      'P-Asserted-Identity': asserted,
    }
  return {
    From: writeAddress(domain, number, caller.name),
    ...(trustsIdentity && { 'P-Asserted-Identity': asserted }),
  }
}
