import { isWithin, type Network } from '../../core/network.ts'

/** By what the calls of a trunk are known. */
export type TrunkPeer = {
  readonly networks: readonly Network[]
  /** Addresses of its proxies, of a trunk that registers and names no networks. */
  readonly addresses: ReadonlySet<string>
  /** The user of its account: that of the Contact in our REGISTER. */
  readonly user?: string
}

/**
 * Whose call it is that comes from this address, to this user of ours: the smallest network counts; of several alike
 * the one whose account is called, else the first.
 */
export function findPeer<Of extends TrunkPeer>(
  peers: Iterable<Of>,
  address: string,
  user: string,
): Of | undefined {
  let found: Of | undefined
  let best = -1
  for (const peer of peers) {
    const fit = fitOf(peer, address) + (peer.user === user ? 0.5 : 0)
    if (fit < 0 || fit <= best) continue
    found = peer
    best = fit
  }
  return found
}

/** The length of the smallest network around the address; 0 where it is a proxy's; below -1 where it is a stranger's. */
function fitOf({ networks, addresses }: TrunkPeer, address: string): number {
  const lengths = networks.flatMap((network) =>
    // A network of all addresses is still closer than none.
    isWithin(address, network) ? [network.length + 1] : [],
  )
  return Math.max(...lengths, addresses.has(address) ? 0 : -2)
}
