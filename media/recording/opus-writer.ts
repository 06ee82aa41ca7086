import { Application, createEncoder, type OpusEncoderHandle, Signal } from 'libopus-wasm'
import { frameSamples, sampleRate } from '../engine/frame.ts'
import { encodePage, type Page } from './ogg-page.ts'
import type { SoundWriter } from './sound-writer.ts'

/** Ogg Opus counts at 48 kHz whatever the sound is, RFC 7845 section 4. */
export const granuleRate = 48_000
const granulesPerSample = granuleRate / sampleRate
const granulesPerPacket = frameSamples * granulesPerSample
/** One page a second: what a crash may cost. */
const packetsPerPage = 50
const bitrate = 16_000
/** Of one side: far more than it ever takes; so fifty packets of both sides always fit into a page. */
const maxPacketBytes = 600
/** Of 10: more is hardly heard at 8 kHz, and each step costs a third. */
const complexity = 1

/**
 * An Ogg Opus file, RFC 7845: two streams of one channel each, uncoupled. Opus's own stereo would lose a quiet voice
 * beside a loud one, and let the loud one be heard on the wrong side.
 */
export async function createOpusWriter(serial: number): Promise<SoundWriter & { free(): void }> {
  const options = {
    ...({ sampleRate, channels: 1, bitrate, complexity } as const),
    application: Application.Voip,
    signal: Signal.Voice,
  }
  const [left, right] = await Promise.all([createEncoder(options), createEncoder(options)])
  return new OpusWriter(serial, left, right)
}

class OpusWriter implements SoundWriter {
  readonly #serial: number
  readonly #left: OpusEncoderHandle
  readonly #right: OpusEncoderHandle
  /** What the encoder delays, and a player skips. */
  readonly #preSkip: number
  readonly #frame = new Int16Array(frameSamples)
  #packets: Uint8Array[] = []
  #sequence = 0
  #samples = 0
  #granule = 0

  constructor(serial: number, left: OpusEncoderHandle, right: OpusEncoderHandle) {
    this.#serial = serial
    this.#left = left
    this.#right = right
    this.#preSkip = left.getLookahead() * granulesPerSample
  }

  begin(): Uint8Array {
    const head = this.#page([opusHead(this.#preSkip)], { isFirst: true })
    return Buffer.concat([head, this.#page([opusTags])])
  }

  take(samples: Int16Array): Uint8Array {
    this.#samples += samples.length / 2
    const pages: Uint8Array[] = []
    for (let at = 0; at < samples.length; at += 2 * frameSamples) {
      this.#encode(samples, at)
      if (this.#packets.length === packetsPerPage) pages.push(this.#flush())
    }
    return Buffer.concat(pages)
  }

  /** The last page's granule position trims what was added to push the delayed sound out, RFC 7845 section 4.4. */
  end(): Uint8Array {
    this.#encode(new Int16Array(2 * frameSamples), 0)
    this.#granule = this.#preSkip + this.#samples * granulesPerSample
    return this.#page(this.#packets, { isLast: true })
  }

  free(): void {
    this.#left.free()
    this.#right.free()
  }

  #encode(samples: Int16Array, at: number): void {
    const left = this.#left.encode(this.#side(samples, at), { maxPacketBytes })
    const right = this.#right.encode(this.#side(samples, at + 1), { maxPacketBytes })
    this.#packets.push(Buffer.concat([...delimited(left), right]))
    this.#granule += granulesPerPacket
  }

  /** Every second sample. */
  #side(samples: Int16Array, from: number): Int16Array {
    for (let index = 0; index < frameSamples; index++)
      this.#frame[index] = samples[from + 2 * index] ?? 0
    return this.#frame
  }

  #flush(): Uint8Array {
    const page = this.#page(this.#packets)
    this.#packets = []
    return page
  }

  #page(packets: readonly Uint8Array[], marks: Partial<Page> = {}): Uint8Array {
    const { isFirst = false, isLast = false } = marks
    const place = { serial: this.#serial, sequence: this.#sequence++, granule: this.#granule }
    return encodePage({ ...place, isFirst, isLast }, packets)
  }
}

/** RFC 6716 appendix B: behind its first byte, a packet of one frame tells the frame's length. */
function delimited(packet: Uint8Array): Uint8Array[] {
  if (((packet[0] ?? 0) & 3) !== 0) throw new Error('an Opus packet of several frames')
  const length = packet.length - 1
  const first = length < 252 ? length : 252 + (length & 3)
  const told = length < 252 ? [first] : [first, (length - first) >> 2]
  return [packet.subarray(0, 1), Uint8Array.from(told), packet.subarray(1)]
}

/** RFC 7845 section 5.1: version 1, 2 channels, no gain; family 1 with two streams, none of them coupled. */
function opusHead(preSkip: number): Uint8Array {
  const head = Buffer.from('OpusHead\x01\x02\0\0\0\0\0\0\0\0\x01\x02\0\0\x01', 'latin1')
  head.writeUInt16LE(preSkip, 10)
  head.writeUInt32LE(sampleRate, 12)
  return head
}

/** RFC 7845 section 5.2: who made it, and no comments. */
const opusTags = Buffer.from('OpusTags\x0a\0\0\0Callwright\0\0\0\0', 'latin1')
