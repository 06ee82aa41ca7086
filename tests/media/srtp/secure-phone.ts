import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { pcmu } from '../../../media/engine/codecs/g711.ts'
import { headerBytes, isRtcp, parseRtp, writeRtpHeader } from '../../../media/engine/rtp.ts'
import { SrtpReceiver, SrtpSender } from '../../../media/srtp/srtp-stream.ts'
import type { SuiteName } from '../../../media/srtp/suites.ts'
import { tone } from '../../../testkit/sound/tone.ts'

/** A phone without signalling that speaks SRTP: it says a tone and keeps what it hears. */
export class SecurePhone {
  /** Packets that were not genuine. */
  refused = 0
  readonly #socket: Socket
  readonly #timer: NodeJS.Timeout
  readonly #hertz: number
  readonly #suite: SuiteName
  #key: string
  #sender: SrtpSender
  #receiver: SrtpReceiver | undefined
  #theirs = ''
  #port: number | undefined
  #sent = 0
  #started = performance.now()
  #heard: number[] = []

  /** The tone is a multiple of 50 Hz; `key` is key and salt in base64. */
  static async open(hertz: number, suite: SuiteName, key: string): Promise<SecurePhone> {
    const socket = createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    return new SecurePhone(socket, hertz, suite, key)
  }

  private constructor(socket: Socket, hertz: number, suite: SuiteName, key: string) {
    this.#socket = socket
    this.#hertz = hertz
    this.#suite = suite
    this.#key = key
    this.#sender = new SrtpSender(suite, Buffer.from(key, 'base64'))
    socket.on('message', (packet, from) => {
      const isStray = this.#port !== undefined && from.port !== this.#port
      if (!isStray) this.#hear(packet)
    })
    this.#timer = setInterval(() => this.#catchUp(), 20)
  }

  get offer(): string {
    return this.#describe(1)
  }

  get sound(): Int16Array {
    return Int16Array.from(this.#heard)
  }

  /** Answers with the line of its own suite, and sends from now on. */
  answerTo(offer: string): string {
    const tag = Number(new RegExp(`a=crypto:(\\d+) ${this.#suite} `).exec(offer)?.[1])
    this.connect(offer)
    return this.#describe(tag)
  }

  /** Sends to the port of this description, and opens with its key. */
  connect(description: string): void {
    this.#port = Number(/m=audio (\d+)/.exec(description)?.[1])
    const theirs = new RegExp(`${this.#suite} inline:(\\S+)`).exec(description)?.[1] ?? ''
    if (theirs !== this.#theirs)
      this.#receiver = new SrtpReceiver(this.#suite, Buffer.from(theirs, 'base64'))
    this.#theirs = theirs
  }

  /** Sends under another key than it described. */
  changeKey(key: string): void {
    this.#key = key
    this.#sender = new SrtpSender(this.#suite, Buffer.from(key, 'base64'))
  }

  forget(): void {
    this.#heard = []
  }

  close(): Promise<unknown> {
    clearInterval(this.#timer)
    return new Promise<void>((resolve) => this.#socket.close(resolve))
  }

  #describe(tag: number): string {
    return [
      'v=0',
      'o=- 1 1 IN IP4 127.0.0.1',
      's=-',
      'c=IN IP4 127.0.0.1',
      't=0 0',
      `m=audio ${this.#socket.address().port} RTP/SAVP 0`,
      `a=crypto:${tag} ${this.#suite} inline:${this.#key}`,
      '',
    ].join('\r\n')
  }

  #catchUp(): void {
    for (; this.#sent * 20 < performance.now() - this.#started; this.#sent++) {
      if (this.#port === undefined) continue
      const bytes = new Uint8Array(headerBytes + 160)
      const [sequence, timestamp] = [this.#sent & 0xffff, this.#sent * 160]
      writeRtpHeader(bytes, { marker: false, payloadType: 0, sequence, timestamp, ssrc: 42 })
      pcmu.createEncoder().encode(tone(this.#hertz, 20), bytes, headerBytes)
      this.#socket.send(this.#sender.protectRtp(bytes), this.#port, '127.0.0.1')
    }
  }

  #hear(sealed: Uint8Array): void {
    const isReport = isRtcp(sealed)
    const bytes = isReport
      ? this.#receiver?.unprotectRtcp(sealed)
      : this.#receiver?.unprotectRtp(sealed)
    if (bytes === undefined) this.refused++
    const packet = bytes === undefined || isReport ? undefined : parseRtp(bytes)
    if (bytes === undefined || packet?.payloadType !== 0) return
    const { payloadStart, payloadEnd } = packet
    const sound = new Int16Array(payloadEnd - payloadStart)
    pcmu.createDecoder().decode(bytes, payloadStart, payloadEnd, sound, 0)
    this.#heard.push(...sound)
  }
}
