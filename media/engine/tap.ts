import type { Frame } from './frame.ts'

/** Listens to what one party says, 20 ms after 20 ms; the frame is good for that moment only. */
export interface Tap {
  hear(frame: Frame): void
}
