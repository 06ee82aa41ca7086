import { createRequire } from 'node:module'
import { join } from 'node:path'

/** One object of the addon: `udp.cc` says how its memory is laid out. */
export type NativeUdp = {
  readonly received: ArrayBuffer
  readonly receivedWords: ArrayBuffer
  readonly sent: ArrayBuffer
  readonly sentWords: ArrayBuffer
  /** A handle, or a negative errno. */
  open(address: string, port: number): number
  close(handle: number): void
  /** Throws away what has come so far. */
  clear(handle: number): void
  /** Where a socket sends to from now on; 0 when that is no literal address. */
  aim(handle: number, address: string, port: number): 0 | 1
  /** Fills the slots; gives how many packets came. */
  receive(): number
  sourceAddress(slot: number): string
  sourcePort(slot: number): number
  /** Sends the first so many slots; gives how many failed. */
  flush(packets: number): number
  setAlarm(ms: number): void
  clearAlarm(): void
  /** Closes everything. */
  stop(): void
}

export type UdpAddon = {
  readonly UdpPorts: new (wake: () => void) => NativeUdp
  readonly contract: number
  readonly slots: number
  readonly slotBytes: number
}

/** Of `udp.cc` that this code was written for. */
const contract = 1

/** Built by `setup/packets.mjs`. */
const file = `packets-${process.versions.modules}-${process.platform}-${process.arch}.node`

/** Throws when there is none for this machine, or one of other sources. */
export function loadUdpAddon(): UdpAddon {
  const load = createRequire(import.meta.url)
  // The boundary: the contract number says that it is what we expect.
  const addon = load(join(import.meta.dirname, '../../.build', file)) as UdpAddon
  if (addon.contract !== contract) throw new Error(`${file} was built from other sources`)
  return addon
}
