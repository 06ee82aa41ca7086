import type { SoftphoneFault } from './softphone-state.ts'

/** The microphone could not be opened; `fault` says why. */
export class MicrophoneError extends Error {
  readonly fault: SoftphoneFault
  constructor(fault: SoftphoneFault, options?: ErrorOptions) {
    super(`no microphone: ${fault}`, options)
    this.name = 'MicrophoneError'
    this.fault = fault
  }
}

/** Names of getUserMedia's exceptions, Media Capture and Streams section 10.2.2. */
const faults: Readonly<Record<string, SoftphoneFault>> = {
  NotAllowedError: 'microphone-denied',
  SecurityError: 'microphone-denied',
  NotFoundError: 'microphone-missing',
  OverconstrainedError: 'microphone-missing',
  NotReadableError: 'microphone-busy',
  AbortError: 'microphone-busy',
}

/** The microphone while a call needs it, and how loud it is. */
export class Microphone {
  readonly #onGone: () => void
  #stream: MediaStream | undefined
  #meter: LevelMeter | undefined
  #opening: Promise<void> | undefined

  /** `onGone`: the device went away while it was open. */
  constructor(onGone: () => void) {
    this.#onGone = onGone
  }

  /** Opens it; the browser may ask the person. Throws MicrophoneError. */
  async open(): Promise<void> {
    if (this.#stream) return
    this.#opening ??= this.#begin().finally(() => (this.#opening = undefined))
    await this.#opening
  }

  async #begin(): Promise<void> {
    const stream = await capture()
    this.#stream = stream
    this.#meter = meterOf(stream)
    for (const track of stream.getTracks())
      track.addEventListener('ended', () => {
        if (this.#stream === stream) this.#onGone()
      })
  }

  /** Tracks of its own for one peer connection: muting or ending them leaves the level to be seen. */
  async copy(): Promise<MediaStream> {
    await this.open()
    return (this.#stream ?? new MediaStream()).clone()
  }

  /** Root mean square of the last 40 ms or so, 0 to 1; 0 while closed. */
  level(): number {
    return this.#meter?.level() ?? 0
  }

  close(): void {
    this.#meter?.close()
    for (const track of this.#stream?.getTracks() ?? []) track.stop()
    this.#stream = undefined
    this.#meter = undefined
  }
}

async function capture(): Promise<MediaStream> {
  if (!window.isSecureContext) throw new MicrophoneError('insecure-page')
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: true })
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : ''
    throw new MicrophoneError(faults[name] ?? 'microphone-missing', { cause })
  }
}

type LevelMeter = { level(): number; close(): void }

function meterOf(stream: MediaStream): LevelMeter {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 2048
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  return {
    level() {
      analyser.getFloatTimeDomainData(samples)
      return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length)
    },
    close: () => void context.close(),
  }
}
