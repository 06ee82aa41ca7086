/** Addresses that share their first bits, RFC 4632 and 4291; one address is a network of its own. */
export type Network = {
  readonly version: 4 | 6
  readonly first: bigint
  /** Bits that are fixed. */
  readonly length: number
}

/** Reads `203.0.113.0/24`, `2001:db8::/32`, or one address; undefined when it is none. */
export function readNetwork(text: string): Network | undefined {
  const [address = '', length, ...rest] = text.trim().split('/')
  const read = readAddressBits(address)
  if (!read || rest.length > 0) return undefined
  const most = widthOf(read.version)
  if (length === undefined) return { version: read.version, first: read.bits, length: most }
  if (!/^\d{1,3}$/.test(length) || Number(length) > most) return undefined
  const open = BigInt(most - Number(length))
  return { version: read.version, first: (read.bits >> open) << open, length: Number(length) }
}

/** Whether the address lies in the network; what is no address lies in none. */
export function isWithin(address: string, { version, first, length }: Network): boolean {
  const read = readAddressBits(address)
  if (read?.version !== version) return false
  const open = BigInt(widthOf(version) - length)
  return read.bits >> open === first >> open
}

const widthOf = (version: 4 | 6): number => (version === 4 ? 32 : 128)

type Bits = { readonly version: 4 | 6; readonly bits: bigint }

/** An IPv4 address inside of IPv6 (`::ffff:192.0.2.1`) counts as the IPv4 address that it is. */
function readAddressBits(text: string): Bits | undefined {
  const four = readFour(text)
  if (four !== undefined) return { version: 4, bits: four }
  const six = readSix(text)
  if (six === undefined) return undefined
  return six >> 32n === 0xffffn
    ? { version: 4, bits: six & 0xffffffffn }
    : { version: 6, bits: six }
}

function readFour(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return undefined
  return parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n)
}

function readSix(text: string): bigint | undefined {
  const [head = '', tail, ...rest] = withoutFour(text).split('::')
  if (rest.length > 0) return undefined
  const before = groupsOf(head)
  const after = groupsOf(tail ?? '')
  const missing = 8 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined
  const groups = [...before, ...Array<string>(missing).fill('0'), ...after]
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n)
}

const groupsOf = (text: string): readonly string[] => (text === '' ? [] : text.split(':'))

/** Writes dotted last 32 bits as two groups. */
function withoutFour(text: string): string {
  const at = text.lastIndexOf(':')
  const four = readFour(text.slice(at + 1))
  if (at < 0 || four === undefined) return text
  return `${text.slice(0, at + 1)}${(four >> 16n).toString(16)}:${(four & 0xffffn).toString(16)}`
}
