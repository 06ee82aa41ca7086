import { pcma, pcmu } from './codecs/g711.ts'

/*
 * WAV: a RIFF file of 16-bit linear samples, little endian; what is read may also be mu-law or A-law (format 7 or 6).
 *
 *   0 "RIFF"   4 size of all that follows   8 "WAVE"
 *  12 "fmt "  16 size 16   20 format 1   22 channels   24 samples a second
 *                          28 bytes a second           32 bytes a sample of all channels   34 bits a sample
 *  36 "data"  40 size of the samples      44 samples
 */

export const wavHeaderBytes = 44

/** The header before `dataBytes` of 16-bit samples. */
export function wavHeader(dataBytes: number, channels: number, sampleRate: number): Uint8Array {
  const bytes = new Uint8Array(wavHeaderBytes)
  const view = new DataView(bytes.buffer)
  const text = (offset: number, name: string) => bytes.set(new TextEncoder().encode(name), offset)
  text(0, 'RIFF')
  view.setUint32(4, wavHeaderBytes - 8 + dataBytes, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, channels, true)
  view.setUint32(24, sampleRate, true)
  view.setUint32(28, sampleRate * channels * 2, true)
  view.setUint16(32, channels * 2, true)
  view.setUint16(34, 16, true)
  text(36, 'data')
  view.setUint32(40, dataBytes, true)
  return bytes
}

type Wav = {
  readonly channels: number
  readonly sampleRate: number
  readonly samples: Int16Array
  /** The header promises more samples than there are. */
  readonly isCutOff: boolean
}

type Format = Pick<Wav, 'channels' | 'sampleRate'> & { readonly coding: Coding }
type Coding = (bytes: Uint8Array) => Int16Array

/** Who writes while the sound is made does not know its size yet: it means the rest of the file. */
const unknownSize = 0x7fff_0000

/** Reads a whole file into linear samples. Throws an Error that names the fault. */
export function parseWav(bytes: Uint8Array): Wav {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = (offset: number) => String.fromCharCode(...bytes.subarray(offset, offset + 4))
  if (bytes.length < 12 || text(0) !== 'RIFF' || text(8) !== 'WAVE')
    throw new Error('not a WAV file')
  let format: Format | undefined
  for (let offset = 12; offset + 8 <= bytes.length;) {
    const size = view.getUint32(offset + 4, true)
    const start = offset + 8
    if (text(offset) === 'fmt ') format = readFormat(view, start, size)
    if (text(offset) === 'data' && format !== undefined) {
      const { coding, ...shape } = format
      const isCutOff = size < unknownSize && start + size > bytes.length
      return { ...shape, samples: coding(bytes.subarray(start, start + size)), isCutOff }
    }
    offset = start + size + (size % 2)
  }
  throw new Error('no samples in it')
}

/** WAVE_FORMAT_EXTENSIBLE: the format follows in the first bytes of a GUID. */
const extensible = 0xfffe

function readFormat(view: DataView, start: number, size: number): Format {
  if (start + 16 > view.byteLength) throw new Error('cut off')
  const tag = view.getUint16(start, true)
  const isExtended = tag === extensible && size >= 40 && start + 26 <= view.byteLength
  const format = isExtended ? view.getUint16(start + 24, true) : tag
  const coding = codings[`${format} ${view.getUint16(start + 14, true)}`]
  if (coding === undefined) throw new Error('neither 16-bit linear samples nor mu-law nor A-law')
  const [channels, sampleRate] = [view.getUint16(start + 2, true), view.getUint32(start + 4, true)]
  return { channels, sampleRate, coding }
}

/** The copy is aligned; every processor that Node runs on keeps numbers in the file's byte order. */
function readLinear(bytes: Uint8Array): Int16Array {
  const copy = new Uint8Array(bytes.subarray(0, bytes.length & ~1))
  return new Int16Array(copy.buffer)
}

function readLaw({ createDecoder }: typeof pcmu): Coding {
  // All 256 codes as one packet of 40 ms: the samples that they stand for.
  const samples = new Int16Array(320)
  const codes = Uint8Array.from(samples, (_, code) => code)
  createDecoder().decode(codes, 0, codes.length, samples, 0)
  return (bytes) => {
    const sound = new Int16Array(bytes.length)
    for (let index = 0; index < bytes.length; index++)
      sound[index] = samples[bytes[index] ?? 0] ?? 0
    return sound
  }
}

/** By format and bits of a sample. */
const codings: Readonly<Record<string, Coding>> = {
  '1 16': readLinear,
  '6 8': readLaw(pcma),
  '7 8': readLaw(pcmu),
}
