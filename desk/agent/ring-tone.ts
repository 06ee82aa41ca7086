/**
 * The tone of a Chinese or European ring, 425 Hz, soft: 1 s on, 3 s off. Returns how to silence it.
 * A page that nobody has clicked in since it was loaded may make no sound; then it only shows the call.
 */
export function ring(): () => void {
  if (!navigator.userActivation.hasBeenActive) return () => undefined
  const context = new AudioContext()
  const volume = context.createGain()
  volume.gain.value = 0
  volume.connect(context.destination)
  const tone = context.createOscillator()
  tone.frequency.value = 425
  tone.connect(volume)
  tone.start()
  const strike = () => {
    const now = context.currentTime
    volume.gain.setTargetAtTime(0.08, now, 0.03)
    volume.gain.setTargetAtTime(0, now + 1, 0.05)
  }
  strike()
  const timer = setInterval(strike, 4000)
  return () => {
    clearInterval(timer)
    void context.close()
  }
}
