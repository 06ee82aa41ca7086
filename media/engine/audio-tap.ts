import type { Frame } from './frame.ts'

/** Listens to what one party says, 20 ms after 20 ms; the frame is good for that moment only. */
export type AudioTap = {
  hear(frame: Frame): void
}
