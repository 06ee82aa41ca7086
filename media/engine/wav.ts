/*
 * WAV: a RIFF file of 16-bit linear samples, little endian.
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

export type Wav = {
  readonly channels: number
  readonly sampleRate: number
  readonly samples: Int16Array
}

/** Reads a whole file. Throws an Error that names the fault; a data size beyond the file means up to its end. */
export function parseWav(bytes: Uint8Array): Wav {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = (offset: number) => String.fromCharCode(...bytes.subarray(offset, offset + 4))
  if (bytes.length < 12 || text(0) !== 'RIFF' || text(8) !== 'WAVE')
    throw new Error('not a WAV file')
  let format: Omit<Wav, 'samples'> | undefined
  for (let offset = 12; offset + 8 <= bytes.length;) {
    const size = view.getUint32(offset + 4, true)
    const start = offset + 8
    if (text(offset) === 'fmt ') format = readFormat(view, start)
    if (text(offset) === 'data' && format !== undefined)
      return { ...format, samples: readSamples(bytes.subarray(start, start + size)) }
    offset = start + size + (size % 2)
  }
  throw new Error('no samples in it')
}

function readFormat(view: DataView, start: number): Omit<Wav, 'samples'> {
  if (start + 16 > view.byteLength) throw new Error('cut off')
  if (view.getUint16(start, true) !== 1 || view.getUint16(start + 14, true) !== 16)
    throw new Error('not 16-bit linear samples')
  return { channels: view.getUint16(start + 2, true), sampleRate: view.getUint32(start + 4, true) }
}

/** The copy is aligned; every processor that Node runs on keeps numbers in the file's byte order. */
function readSamples(bytes: Uint8Array): Int16Array {
  const copy = new Uint8Array(bytes.subarray(0, bytes.length & ~1))
  return new Int16Array(copy.buffer)
}
