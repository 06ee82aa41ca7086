import { DgramPorts } from './dgram-ports.ts'
import { NativePorts } from './native-ports.ts'
import { loadUdpAddon } from './native-udp.ts'
import type { PacketPorts, PacketPortsOptions } from './packet-ports.ts'

export type PacketKind = PacketPorts['kind']

/** The wanted implementation; without an addon for this machine Node's own sockets, and `onFallback` hears why. */
export function openPacketPorts(
  wanted: PacketKind,
  options: PacketPortsOptions,
  onFallback: (why: string) => void,
): PacketPorts {
  if (wanted === 'dgram') return new DgramPorts(options)
  try {
    return new NativePorts(loadUdpAddon(), options)
  } catch (error) {
    onFallback(error instanceof Error ? error.message : String(error))
    return new DgramPorts(options)
  }
}
