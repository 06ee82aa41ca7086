import { setImmediate as breathe } from 'node:timers/promises'
import { sampleRate } from '../engine/frame.ts'
import { parseWav } from '../engine/wav.ts'
import { Resampler } from './resampler.ts'

/** Bytes of the largest file that is read: three minutes in stereo at 48 kHz, half an hour as the telephone has it. */
export const mostSoundBytes = 36_000_000

const rates: readonly number[] = [8000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000]

/** So many samples are decoded before the event loop gets its turn. */
const slice = 2 * sampleRate

/**
 * A WAV file as mono sound at 8 kHz, in memory that threads share: 8 to 48 kHz, one or two channels, 16-bit linear,
 * mu-law or A-law. Throws an Error that names the fault.
 */
export async function decodeSound(bytes: Uint8Array): Promise<Int16Array> {
  if (bytes.length > mostSoundBytes) throw new Error(`larger than ${mostSoundBytes} bytes`)
  const { samples, channels, sampleRate: rate, isCutOff } = parseWav(bytes)
  if (isCutOff) throw new Error('cut off')
  if (channels !== 1 && channels !== 2) throw new Error(`${channels} channels`)
  if (!rates.includes(rate)) throw new Error(`${rate} samples a second`)
  const mono = channels === 2 ? mean(samples) : samples
  if (mono.length === 0) throw new Error('no samples in it')
  if (rate === sampleRate) return shared(mono)
  const resampler = new Resampler(rate)
  const sound = shared(resampler.lengthOf(mono.length))
  for (let from = 0; from < sound.length; from += slice) {
    resampler.resample(mono, sound, from, Math.min(from + slice, sound.length))
    await breathe()
  }
  return sound
}

function mean(stereo: Int16Array): Int16Array {
  const mono = new Int16Array(stereo.length >> 1)
  for (let index = 0; index < mono.length; index++)
    mono[index] = ((stereo[2 * index] ?? 0) + (stereo[2 * index + 1] ?? 0)) >> 1
  return mono
}

/** A copy, or so much silence, where every thread reads the same bytes. */
export function shared(sound: Int16Array | number): Int16Array {
  const length = typeof sound === 'number' ? sound : sound.length
  const copy = new Int16Array(new SharedArrayBuffer(length * Int16Array.BYTES_PER_ELEMENT))
  if (typeof sound !== 'number') copy.set(sound)
  return copy
}
