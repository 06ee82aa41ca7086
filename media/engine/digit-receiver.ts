import type { RtpHeader } from './rtp.ts'
import { digitOf, type TelephoneEvent } from './telephone-event.ts'

/** Phones that wrongly move the timestamp within an event send at least this often, in 20 ms. */
const continuationTicks = 5
const longestDuration = 0xffff

type Pressed = { timestamp: number; code: number; ended: boolean; duration: number; tick: number }

/**
 * Tells each pressed key once, at its first packet that arrives (RFC 4733 section 2.5.2): an event is known by its
 * timestamp, so repeated updates and the three end packets say nothing new.
 */
export class DigitReceiver {
  #last: Pressed | undefined

  reset(): void {
    this.#last = undefined
  }

  /** `tick` counts 20 ms. Undefined when the packet belongs to a key already told, or to no key. */
  receive(header: RtpHeader, event: TelephoneEvent, tick: number): string | undefined {
    const last = this.#last
    const age = last === undefined ? 1 : (header.timestamp - last.timestamp) | 0
    if (age < 0) return undefined
    const { code, end, duration } = event
    const ended = end || (age === 0 && last?.ended === true)
    this.#last = { timestamp: header.timestamp, code, ended, duration, tick }
    const told = last !== undefined && (age === 0 || continues(last, this.#last, header.marker))
    return told ? undefined : digitOf(code)
  }
}

/** The same key under a new timestamp: a further segment, or a phone that moves its timestamps. */
function continues(last: Pressed, now: Pressed, marker: boolean): boolean {
  if (marker || last.code !== now.code || (last.ended && !now.ended)) return false
  return last.duration === longestDuration || now.tick - last.tick <= continuationTicks
}
