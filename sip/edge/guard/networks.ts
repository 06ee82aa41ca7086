import { BlockList, isIP } from 'node:net'
import { Recent } from './recent.ts'

/** Addresses and networks: `203.0.113.0/24`, `2001:db8::/32`, `192.0.2.1`. */
export type Networks = {
  /** Addresses are those of sockets: an IPv4 address inside of IPv6 counts as IPv4. */
  has(address: string): boolean
}

/** Undefined when one of them is no network. */
export function readNetworks(texts: readonly string[]): Networks | undefined {
  const list = new BlockList()
  for (const text of texts) if (!add(list, text)) return undefined
  const look = (address: string): boolean => {
    const plain = plainAddress(address)
    return isIP(plain) !== 0 && list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4')
  }
  // Every message asks, and the list takes its time.
  const answers = new Recent<boolean>(1000)
  return {
    has: (address) => {
      const known = answers.get(address)
      if (known !== undefined) return known
      const answer = look(address)
      answers.set(address, answer)
      return answer
    },
  }
}

function add(list: BlockList, text: string): boolean {
  const [address = '', length, ...rest] = text.split('/')
  const version = isIP(address)
  const bits = version === 6 ? 128 : 32
  const prefix = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : -1
  if (version === 0 || rest.length > 0 || prefix < 0 || prefix > bits) return false
  list.addSubnet(address, prefix, version === 6 ? 'ipv6' : 'ipv4')
  return true
}

/** Without a zone, and IPv4 as IPv4. */
export function plainAddress(address: string): string {
  const bare = address.split('%')[0] ?? ''
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1] ?? bare
}

/** Under which name an address is remembered: of IPv6 its /64, which is what one customer of a provider has. */
export function sourceOf(address: string): string {
  const plain = plainAddress(address)
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.toLowerCase().split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const missing = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after.length)
  const all = [...groups, ...Array.from({ length: missing }, () => '0'), ...after]
  const network = all.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ''))
  return `${network.join(':')}::/64`
}
