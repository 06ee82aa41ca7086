import { isWithin, readNetwork } from '../../core/network.ts'
import { Recent } from './recent.ts'

export type Networks = {
  /** Addresses are those of sockets: an IPv4 address inside of IPv6 counts as IPv4. */
  has(address: string): boolean
}

/** Out of texts that were checked before: `203.0.113.0/24`, `2001:db8::/32`, `192.0.2.1`. */
export function networksOf(texts: readonly string[]): Networks {
  const networks = texts.map((text) => readNetwork(text)).filter((each) => each !== undefined)
  // Every message asks.
  const answers = new Recent<boolean>(1000)
  return {
    has: (address) => {
      const known = answers.get(address)
      if (known !== undefined) return known
      const plain = plainAddress(address)
      const answer = networks.some((network) => isWithin(plain, network))
      answers.set(address, answer)
      return answer
    },
  }
}

/** Without a zone, and IPv4 as IPv4. */
function plainAddress(address: string): string {
  const bare = address.split('%')[0] ?? ''
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare
}

/** Under which name an address is remembered: of IPv6 its /64, which is what one customer of a provider has. */
export function sourceOf(address: string): string {
  if (!address.includes(':')) return address
  const plain = plainAddress(address)
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.toLowerCase().split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const missing = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after.length)
  const all = [...groups, ...Array<string>(missing).fill('0'), ...after]
  const network = all.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''))
  return `${network.join(':')}::/64`
}
