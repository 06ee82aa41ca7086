import { setTimeout as sleep } from 'node:timers/promises'
import {
  MediaStreamTrack,
  type RTCDtlsTransport,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  RtpHeader,
} from 'werift'
import { keepPace } from '../pace.ts'
import type { BrowsersOrder } from './browsers.ts'
import { type Heard, Times } from './heard.ts'

// The process of `browsers.ts`. Each is a whole WebRTC peer in JavaScript (ICE, DTLS, SRTP) without a browser around
// it, and sends 20 ms of PCMU at a time.

/** Longer than any benchmark. */
const mostSeconds = 3_600
const payload = Buffer.alloc(160, 0x7e)

/** G.711 as the product prefers it, and no header extensions. */
const settings = {
  codecs: {
    audio: [
      new RTCRtpCodecParameters({
        mimeType: 'audio/PCMU',
        clockRate: 8000,
        channels: 1,
        payloadType: 0,
      }),
    ],
  },
  headerExtensions: { audio: [] },
  iceServers: [],
  iceUseIpv6: false,
  iceAdditionalHostAddresses: ['127.0.0.1'],
}

type Browser = {
  readonly transport: RTCDtlsTransport
  readonly header: RtpHeader
  last: number | undefined
}

process.on('disconnect', () => process.exit())
const browsers: Browser[] = []
const gaps = new Times()
let [connected, received, sent] = [0, 0, 0]

// The boundary: `browsers.ts` sends nothing else.
process.on('message', (order) => void obey(order as BrowsersOrder))
process.send?.('ready')

async function obey(order: BrowsersOrder): Promise<void> {
  switch (order.do) {
    case 'answer':
      process.send?.(await answer(order.offer))
      break
    case 'talk':
      while (connected < browsers.length) await sleep(20)
      keepPace(browsers.length, mostSeconds, speak)
      process.send?.('talking')
      break
    case 'measure':
      forget()
      setTimeout(tell, order.seconds * 1000, order.seconds)
  }
}

/** One more browser; gives its description. */
async function answer(offer: string): Promise<string> {
  const peer = new RTCPeerConnection(settings)
  const sender = peer.addTrack(new MediaStreamTrack({ kind: 'audio' }))
  peer.connectionStateChange.subscribe((state) => {
    if (state === 'connected') connected++
  })
  await peer.setRemoteDescription({ type: 'offer', sdp: offer })
  await peer.setLocalDescription(await peer.createAnswer())
  const transport = sender.dtlsTransport
  const header = new RtpHeader({ ssrc: sender.ssrc, payloadType: 0 })
  const browser: Browser = { transport, header, last: undefined }
  // All that came through SRTP, whether or not SDP told its SSRC.
  transport.onRtp.subscribe(() => hear(browser))
  browsers.push(browser)
  return peer.localDescription?.sdp ?? ''
}

function hear(browser: Browser): void {
  const now = performance.now()
  received++
  if (browser.last !== undefined) gaps.add(now - browser.last)
  browser.last = now
}

function speak(n: number, tick: number): void {
  const browser = browsers[n]
  if (browser === undefined) return
  browser.header.sequenceNumber = tick & 0xffff
  browser.header.timestamp = (tick * 160) >>> 0
  void browser.transport.sendRtp(payload, browser.header)
  sent++
}

/** What lies between two measurements is no gap. */
function forget(): void {
  for (const browser of browsers) browser.last = undefined
  gaps.clear()
  received = sent = 0
}

function tell(seconds: number): void {
  const gapP99Ms = gaps.quantile(0.99)
  process.send?.({ seconds, received, sent, gapP99Ms, gapMaxMs: gaps.max } satisfies Heard)
}
