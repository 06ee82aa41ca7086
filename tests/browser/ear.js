// Runs in the page under test before its own scripts: keeps the sound that comes in, whatever the page does with it.
/* global window, RTCPeerConnection, MediaStream, AudioContext, AnalyserNode */
const Plain = RTCPeerConnection
window.RTCPeerConnection = class extends Plain {
  constructor(...options) {
    super(...options)
    this.addEventListener('track', ({ track }) => (window.lastTrack = track))
  }
}

/** The loudest frequency of the next half second, Hz; 0 for silence. */
window.heardHz = async () => {
  if (!window.lastTrack) return 0
  const context = new AudioContext()
  await context.resume()
  const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 })
  context.createMediaStreamSource(new MediaStream([window.lastTrack])).connect(analyser)
  await new Promise((resolve) => setTimeout(resolve, 500))
  const levels = new Float32Array(analyser.frequencyBinCount)
  analyser.getFloatFrequencyData(levels)
  const loudest = levels.indexOf(Math.max(...levels))
  const hz = (loudest * context.sampleRate) / analyser.fftSize
  await context.close()
  return levels[loudest] > -80 ? hz : 0
}
