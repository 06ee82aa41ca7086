/** Sound for tests: known tones, and what tone there is in a stretch of PCM16. */

/** A sine. `level` is its amplitude, 1 = full scale. */
export function tone(hz: number, ms: number, level = 0.3, rate = 8000): Int16Array {
  const samples = Math.round((ms * rate) / 1000)
  return Int16Array.from({ length: samples }, (_, n) =>
    Math.round(32767 * level * Math.sin((2 * Math.PI * hz * n) / rate)),
  )
}

/** A WAV file (RIFF, PCM16, mono). */
export function wavOf(pcm: Int16Array, rate = 8000): Buffer {
  const data = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + data.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20) // PCM
  head.writeUInt16LE(1, 22) // channels
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(rate * 2, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  head.write('data', 36)
  head.writeUInt32LE(data.length, 40)
  return Buffer.concat([head, data])
}

/** Amplitude of one frequency, 1 = full scale, within about 2 / duration of `hz`; 0 for no sound at all. */
export function levelAt(hz: number, pcm: Int16Array, rate = 8000): number {
  return goertzel(hz / rate, windowed(pcm))
}

/** Quieter than this (-60 dBFS) counts as silence. */
const silence = 0.001

/** The loudest frequency between 200 and 3,800 Hz of the last second, to 1 Hz; undefined when silent. */
export function dominantHz(pcm: Int16Array, rate = 8000): number | undefined {
  const narrow = narrowed(pcm.subarray(Math.max(0, pcm.length - rate)), rate / 8000)
  const recent = windowed(narrow)
  const loudest = (from: number, to: number, step: number) => {
    let best = { hz: from, level: 0 }
    for (let hz = from; hz <= to; hz += step) {
      const level = goertzel(hz / 8000, recent)
      if (level > best.level) best = { hz, level }
    }
    return best
  }
  const bin = Math.ceil(8000 / Math.max(400, recent.length))
  const coarse = loudest(200, 3800, bin)
  return coarse.level < silence ? undefined : loudest(coarse.hz - bin, coarse.hz + bin, 1).hz
}

/** To 8 kHz by the mean of each `factor` samples; good enough to find a tone below 4 kHz. */
function narrowed(pcm: Int16Array, factor: number): Int16Array {
  if (factor === 1) return pcm
  return Int16Array.from({ length: Math.floor(pcm.length / factor) }, (_, n) => {
    const block = pcm.subarray(Math.round(n * factor), Math.round((n + 1) * factor))
    return block.reduce((sum, sample) => sum + sample, 0) / block.length
  })
}

/** Hann window, so that a loud neighbour frequency does not leak in; scaled so that a sine keeps its amplitude. */
function windowed(pcm: Int16Array): Float64Array {
  const turn = (2 * Math.PI) / pcm.length
  const unit = 2 / (32768 * pcm.length)
  return Float64Array.from(pcm, (sample, n) => sample * unit * (1 - Math.cos(turn * (n + 0.5))))
}

/** Magnitude of one DFT bin; `frequency` in cycles per sample. */
function goertzel(frequency: number, samples: Float64Array): number {
  const c = 2 * Math.cos(2 * Math.PI * frequency)
  let [last, before] = [0, 0]
  for (const sample of samples) {
    const now = sample + c * last - before
    before = last
    last = now
  }
  return Math.sqrt(Math.max(0, last * last + before * before - c * last * before))
}
