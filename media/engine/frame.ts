/** The engine's unit of sound: 20 ms of linear 16-bit samples at 8 kHz. */
export type Frame = Int16Array

export const sampleRate = 8000
export const frameSamples = 160

export const createFrame = (): Frame => new Int16Array(frameSamples)

/** Shared, never written. */
export const silence: Frame = createFrame()

/** Listens to what one party says, 20 ms after 20 ms; the frame is good for that moment only. */
export type AudioTap = {
  hear(frame: Frame): void
}
