import { pcma, pcmu } from '../../../media/engine/codecs/g711.ts'

export type WavShape = {
  readonly rate?: number
  readonly channels?: number
  readonly coding?: 'linear' | 'mu-law' | 'a-law' | 'extensible' | '24-bit'
  /** What the header says; as many as there are without it. */
  readonly dataBytes?: number
}

/** A WAV file of interleaved samples, as other programs write them. */
export function wavBytes(samples: Int16Array, shape: WavShape = {}): Buffer {
  const { rate = 8000, channels = 1, coding = 'linear' } = shape
  const data = encode(samples, coding)
  const bits = { linear: 16, 'mu-law': 8, 'a-law': 8, extensible: 16, '24-bit': 24 }[coding]
  const tag = { linear: 1, 'mu-law': 7, 'a-law': 6, extensible: 0xfffe, '24-bit': 1 }[coding]
  const format = Buffer.alloc(tag === 0xfffe ? 40 : 16)
  format.writeUInt16LE(tag, 0)
  format.writeUInt16LE(channels, 2)
  format.writeUInt32LE(rate, 4)
  format.writeUInt32LE((rate * channels * bits) / 8, 8)
  format.writeUInt16LE((channels * bits) / 8, 12)
  format.writeUInt16LE(bits, 14)
  if (tag === 0xfffe) format.writeUInt16LE(1, 24)
  // An odd chunk before the sound, with its padding.
  const note = chunk('LIST', Buffer.from('abc'))
  const body = [chunk('fmt ', format), note, chunk('data', data, shape.dataBytes)]
  return chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), ...body]))
}

function chunk(name: string, content: Buffer, size = content.length): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 0)
  head.writeUInt32LE(size, 4)
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)])
}

function encode(samples: Int16Array, coding: NonNullable<WavShape['coding']>): Buffer {
  if (coding === 'mu-law' || coding === 'a-law') {
    const codes = Buffer.alloc(samples.length)
    const { createEncoder } = coding === 'mu-law' ? pcmu : pcma
    createEncoder().encode(samples, codes, 0)
    return codes
  }
  return Buffer.from(samples.slice().buffer)
}
