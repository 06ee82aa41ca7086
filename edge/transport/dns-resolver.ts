import type { NaptrRecord, SrvRecord } from 'node:dns'
import { lookup, Resolver } from 'node:dns/promises'
import { type DnsAnswer, DnsCache } from './dns-cache.ts'

/** What the DNS says of a name; an empty list where it says nothing, or where nobody answers. */
export type DnsResolver = {
  naptr(name: string): Promise<readonly NaptrRecord[]>
  srv(name: string): Promise<readonly SrvRecord[]>
  addresses(name: string, family: 4 | 6): Promise<readonly string[]>
}

type DnsResolverOptions = {
  /** `address` or `address:port`, instead of the system's. */
  readonly servers?: readonly string[] | undefined
  /** No name server answered, or it refused. */
  readonly onFailure?: () => void
}

/** Node does not tell the TTL of SRV and NAPTR: a minute is what carriers use. */
const serviceSeconds = 60
/** That there is no such record. */
const nothingSeconds = 30
const maxSeconds = 3600

/** Two tries of a second, then two: a call does not wait for longer. */
const pace = { timeout: 1000, tries: 2 }

export function createDnsResolver(
  { servers, onFailure }: DnsResolverOptions,
  now: () => number,
): DnsResolver {
  const resolver = new Resolver(pace)
  if (servers) resolver.setServers([...servers])
  const services = new DnsCache<SrvRecord>(now)
  const pointers = new DnsCache<NaptrRecord>(now)
  const hosts = new DnsCache<string>(now)
  // The system knows names that no DNS does: its hosts file.
  const knownHere = async (name: string, family: 4 | 6): Promise<DnsAnswer<string>> => {
    if (servers) return nothing
    const found = await lookup(name, { family, all: true }).catch(() => [])
    return { records: found.map(({ address }) => address), ttlSeconds: nothingSeconds }
  }
  const askAddresses = async (name: string, family: 4 | 6): Promise<DnsAnswer<string>> => {
    const found = await orNothing(
      family === 6
        ? resolver.resolve6(name, { ttl: true })
        : resolver.resolve4(name, { ttl: true }),
      onFailure,
    )
    if (found.length === 0) return knownHere(name, family)
    const ttl = Math.min(...found.map((each) => each.ttl), maxSeconds)
    return { records: found.map(({ address }) => address), ttlSeconds: Math.max(1, ttl) }
  }
  return {
    naptr: (name) =>
      pointers.get(name, async () =>
        lasting(await orNothing(resolver.resolveNaptr(name), onFailure)),
      ),
    srv: (name) =>
      services.get(name, async () =>
        lasting(await orNothing(resolver.resolveSrv(name), onFailure)),
      ),
    addresses: (name, family) => hosts.get(`${family} ${name}`, () => askAddresses(name, family)),
  }
}

const nothing: DnsAnswer<never> = { records: [], ttlSeconds: nothingSeconds }

const lasting = <Record>(records: readonly Record[]): DnsAnswer<Record> =>
  records.length > 0 ? { records, ttlSeconds: serviceSeconds } : nothing

/** "There is none" is an answer; that nobody answers is none. */
async function orNothing<Record>(
  asking: Promise<Record[]>,
  onFailure?: () => void,
): Promise<readonly Record[]> {
  try {
    return await asking
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'ENOTFOUND' || code === 'ENODATA' || code === 'EBADNAME') return []
    onFailure?.()
    throw error
  }
}
