import type { RtpHeader } from './rtp.ts'
import { digitOf, type TelephoneEvent } from './telephone-event.ts'

/** Phones that wrongly move the timestamp within an event send at least this often, in 20 ms. */
const continuationTicks = 5
/** Packets that were overtaken come within a second; a timestamp that is older after that counts anew. */
const mostLateTicks = 50
/** The duration that a packet can tell, in units of the clock: 8.2 s at 8 kHz, 1.4 s at 48 kHz. */
const longestDuration = 0xffff

type Pressed = { timestamp: number; code: number; ended: boolean; duration: number; tick: number }

/**
 * Tells each pressed key once, at its first packet that arrives (RFC 4733 section 2.5.2): an event is known by its
 * timestamp, so repeated updates and the three end packets say nothing new. It looks at no clock rate: timestamps are
 * only compared.
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
    if (last !== undefined && age < 0 && tick - last.tick < mostLateTicks) return undefined
    const { code, end, duration } = event
    const ended = end || (age === 0 && last?.ended === true)
    this.#last = { timestamp: header.timestamp, code, ended, duration, tick }
    const isTold = last !== undefined && (age === 0 || continues(last, this.#last, header.marker))
    return isTold ? undefined : digitOf(code)
  }
}

/** The same key under a new timestamp: a further segment (section 2.5.1.3), or a phone that moves its timestamps. */
function continues(last: Pressed, now: Pressed, marker: boolean): boolean {
  if (last.code !== now.code || (last.ended && !now.ended)) return false
  const age = (now.timestamp - last.timestamp) | 0
  if (age === longestDuration) return true
  // A key that was over before is another one, though only its end has come yet: its first packets were overtaken.
  if (last.ended && age > last.duration) return false
  return !marker && (last.duration === longestDuration || now.tick - last.tick <= continuationTicks)
}
