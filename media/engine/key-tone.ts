import type { DigitPacket } from './digit-sender.ts'
import { type Frame, frameSamples, sampleRate } from './frame.ts'
import { digitOf } from './telephone-event.ts'

/** ITU-T Q.23: each key is the sum of its row's and its column's frequency. */
const keys = '123A456B789C*0#D'
export const rows: readonly number[] = [697, 770, 852, 941]
export const columns: readonly number[] = [1209, 1336, 1477, 1633]
const amplitude = 7000

/** The key of a row and a column, each counted from 0. */
export const keyAt = (row: number, column: number): string | undefined =>
  keys[row * columns.length + column]

/** These 20 ms of a key, for parties that take no telephone-events; silence once it has ended. */
export function keyTone({ event, age }: DigitPacket, into: Frame): Frame {
  if (event.end) return into.fill(0)
  const place = keys.indexOf(digitOf(event.code) ?? '')
  const radian = (2 * Math.PI) / sampleRate
  const row = (rows[place >> 2] ?? 0) * radian
  const column = (columns[place & 3] ?? 0) * radian
  for (let index = 0; index < frameSamples; index++) {
    const time = age * frameSamples + index
    into[index] = amplitude * (Math.sin(row * time) + Math.sin(column * time))
  }
  return into
}
