import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { pcmu } from '../../media/engine/codecs/g711.ts'
import { headerBytes, parseRtp, writeRtpHeader } from '../../media/engine/rtp.ts'
import { tone } from '../sound/tone.ts'

/** A phone without signalling: it says a tone over UDP and keeps what it hears. */
export class UdpPhone {
  readonly #socket: Socket
  readonly #timer: NodeJS.Timeout
  /** When each audio packet came, ms. */
  readonly arrivals: number[] = []
  #heard: number[] = []
  readonly #words: Int16Array[] = []
  #hertz: number
  #sent = 0
  #remote: { address: string; port: number } | undefined

  static async open(hertz: number): Promise<UdpPhone> {
    const socket = createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    return new UdpPhone(socket, hertz)
  }

  private constructor(socket: Socket, hertz: number) {
    this.#socket = socket
    this.#hertz = hertz
    socket.on('message', (packet, from) => {
      const isStray = this.#remote !== undefined && from.port !== this.#remote.port
      if (!isStray) this.#hear(packet)
    })
    this.#timer = setInterval(() => this.#catchUp(), 20)
  }

  get offer(): string {
    const { port } = this.#socket.address()
    return sdp(port)
  }

  get sound(): Int16Array {
    return Int16Array.from(this.#heard)
  }

  /** Sends to the audio port of this description from now on. */
  connect(description: string): void {
    const port = Number(/m=audio (\d+)/.exec(description)?.[1])
    this.#remote = { address: '127.0.0.1', port }
  }

  forget(): void {
    this.#heard = []
    this.arrivals.length = 0
  }

  press(code: number): void {
    const timestamp = this.#sent * 160
    for (const [n, flags] of [0, 0, 0x80, 0x80, 0x80].entries())
      this.#send(
        101,
        timestamp,
        Uint8Array.of(code, flags | 10, 0, 160 * Math.min(n + 1, 3)),
        n === 0,
      )
  }

  /** These sounds in place of the tone, 20 ms each. */
  say(frames: Iterable<Int16Array>): void {
    this.#words.push(...frames)
  }

  /** One datagram of pseudo-random bytes, other ones for each seed. */
  throwGarbage(seed: number): void {
    if (this.#remote === undefined) return
    const bytes = Uint8Array.from(
      { length: (seed * 7) % 400 },
      (_, n) => (seed * 131 + n * 73) & 0xff,
    )
    this.#socket.send(bytes, this.#remote.port, this.#remote.address)
  }

  close(): void {
    clearInterval(this.#timer)
    this.#socket.close()
  }

  #sequence = 0

  /** Timers may fire late: what is due is sent then, so that the tone has no holes. */
  #started = performance.now()
  #catchUp(): void {
    while (this.#sent * 20 < performance.now() - this.#started) {
      const payload = new Uint8Array(160)
      const frame = this.#words.shift() ?? tone(this.#hertz, 20)
      pcmu.createEncoder().encode(frame, payload, 0)
      this.#send(0, this.#sent * 160, payload)
      this.#sent++
    }
  }

  #send(payloadType: number, timestamp: number, payload: Uint8Array, marker = false): void {
    if (this.#remote === undefined) return
    const bytes = new Uint8Array(headerBytes + payload.length)
    const sequence = this.#sequence++ & 0xffff
    writeRtpHeader(bytes, { marker, payloadType, sequence, timestamp, ssrc: 42 })
    bytes.set(payload, headerBytes)
    this.#socket.send(bytes, this.#remote.port, this.#remote.address)
  }

  #hear(bytes: Uint8Array): void {
    const packet = parseRtp(bytes)
    if (packet?.payloadType !== 0) return
    this.arrivals.push(performance.now())
    const { payloadStart, payloadEnd } = packet
    const sound = new Int16Array(payloadEnd - payloadStart)
    pcmu.createDecoder().decode(bytes, payloadStart, payloadEnd, sound, 0)
    this.#heard.push(...sound)
  }
}

const sdp = (port: number): string =>
  [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    `m=audio ${port} RTP/AVP 0 101`,
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-16',
    '',
  ].join('\r\n')
