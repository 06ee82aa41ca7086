/* global window, document, navigator, Audio, AudioContext */
import { createSoftphone } from '../../softphone/softphone.ts'

/** Runs in the page: a softphone, what it told, and an ear on what it plays. */
const audio = new Audio()
document.body.append(audio)
const context = new AudioContext()
const ear = context.createAnalyser()
ear.fftSize = 32768
let source

/** The tracks of each microphone that was opened. */
window.microphones = []
const getUserMedia = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
navigator.mediaDevices.getUserMedia = async (constraints) => {
  const stream = await getUserMedia(constraints)
  window.microphones.push(...stream.getTracks())
  return stream
}

/** The peer connections, newest last. */
window.peers = []
window.RTCPeerConnection = class extends window.RTCPeerConnection {
  constructor(...options) {
    super(...options)
    window.peers.push(this)
  }
}

window.told = []
window.createPhone = (account, register) => {
  const onChange = (state) => window.told.push(state)
  window.phone = createSoftphone({ account, register, audio, onChange })
  window.phone.start()
}

/** The last 0.7 s of what the audio element plays. */
window.heard = () => {
  if (source?.mediaStream !== audio.srcObject) {
    source?.disconnect()
    source = audio.srcObject && context.createMediaStreamSource(audio.srcObject)
    source?.connect(ear)
  }
  const samples = new Float32Array(ear.fftSize)
  ear.getFloatTimeDomainData(samples)
  return {
    rate: context.sampleRate,
    pcm: Array.from(samples, (sample) => Math.round(sample * 32767)),
  }
}
