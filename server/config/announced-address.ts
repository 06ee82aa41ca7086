import { lookup } from 'node:dns/promises'
import { StartFault } from './start-fault.ts'

/** The address, or the one that the name has now; IPv4 where it has both. Throws StartFault for a name without one. */
export async function resolveAnnounced(host: string | undefined): Promise<string | undefined> {
  if (host === undefined) return undefined
  try {
    return (await lookup(host, { order: 'ipv4first' })).address
  } catch (cause) {
    throw new StartFault(
      `ANNOUNCED_ADDRESS: the name ${host} has no address now; give one that has, or an address.`,
      { cause },
    )
  }
}
