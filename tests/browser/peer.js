/* global window, navigator, RTCPeerConnection, Audio, AudioContext */

/** Runs in the page: one peer connection with the microphone, and an ear for what comes. */
window.peer = (() => {
  const pc = new RTCPeerConnection({ iceServers: [] })
  const audio = new Audio()
  const context = new AudioContext()
  const ear = context.createAnalyser()
  ear.fftSize = 32768
  let microphone

  pc.addEventListener('track', ({ streams }) => {
    audio.srcObject = streams[0]
    void audio.play()
    context.createMediaStreamSource(streams[0]).connect(ear)
  })

  const open = async () => {
    if (microphone) return
    microphone = await navigator.mediaDevices.getUserMedia({ audio: true })
    for (const track of microphone.getTracks()) pc.addTrack(track, microphone)
  }

  return {
    async offer(options = {}) {
      await open()
      await pc.setLocalDescription(await pc.createOffer(options))
      return pc.localDescription.sdp
    },
    hearAnswer: (sdp) => pc.setRemoteDescription({ type: 'answer', sdp }),
    async answer(sdp) {
      await pc.setRemoteDescription({ type: 'offer', sdp })
      await open()
      await pc.setLocalDescription(await pc.createAnswer())
      return pc.localDescription.sdp
    },
    direct(direction) {
      pc.getTransceivers()[0].direction = direction
    },
    state: () => pc.connectionState,
    /** The last 0.7 s at the page's sample rate. */
    heard() {
      const samples = new Float32Array(ear.fftSize)
      ear.getFloatTimeDomainData(samples)
      const pcm = Array.from(samples, (sample) => Math.round(sample * 32767))
      return { rate: context.sampleRate, pcm }
    },
    close: () => pc.close(),
  }
})()
