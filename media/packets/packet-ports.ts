import type { ReasonCode } from '../../core/reason-code.ts'
import type { RtpAddress } from '../engine/latch.ts'

/** `at`: when it was taken from the network, ms of `performance.now()`. */
type OnPacket = (packet: Uint8Array, source: RtpAddress, at: number) => void

/** Who hears what comes to a leg's ports. The bytes are good until the call returns. */
export type PortListener = {
  readonly rtp: OnPacket
  readonly rtcp: OnPacket
  /** Told once for each reason: `path-lost` when sending fails, `rtp-flood` when packets are thrown away. */
  readonly fault: (reason: Extract<ReasonCode, 'path-lost' | 'rtp-flood'>, detail: string) => void
}

/** Two neighbouring UDP ports of one leg: RTP on the even one, RTCP on the next, RFC 3550 section 11. */
export type PortPair = {
  readonly port: number
  /** From now on; until then, what comes is thrown away. */
  listen(listener: PortListener): void
  /** The bytes may be used for something else as soon as it returns. */
  sendRtp(packet: Uint8Array, to: RtpAddress): void
  sendRtcp(packet: Uint8Array, to: RtpAddress): void
  close(): void
}

/** The one alarm that paces a thread. */
export type Alarm = {
  /** `wake` is called once, after so many ms; an alarm set before is forgotten. */
  set(ms: number, wake: () => void): void
  clear(): void
}

/** The UDP ports of all legs of one thread. Once a turn: `receive`, then whatever the engine does, then `flush`. */
export type PacketPorts = {
  readonly kind: 'native' | 'dgram'
  readonly alarm: Alarm
  /** The first free pair of the range, or this one; undefined when all are busy. Other failures to bind reject. */
  open(port?: number): Promise<PortPair | undefined>
  /** Hands what has come to the listeners, where that does not happen by itself. */
  receive(): void
  /** Sends what was handed over since the last time. */
  flush(): void
  /** Frees every port. */
  close(): void
}

export type PacketPortsOptions = {
  /** Literal address of this machine, IPv4 or IPv6. */
  readonly host: string
  readonly rtpPortMin: number
  readonly rtpPortMax: number
  /** In [0, 1): where in the range the first port is. */
  readonly start: number
}
