import type { Signalling } from '../../sip/signalling.ts'
import { startSignalling } from '../../sip/start-signalling.ts'
import { startApp } from '../../testkit/edge/edge-app.ts'
import { sdp } from './caller-text.ts'
import type { VoiceTask } from './edge-and-voice.ts'

// The process of the signalling room without media: answers every call at once, admits softphones; or, as a back-to-back
// user agent of drachtio-srf's own, calls the callee for each.

process.title = 'callwright-bench-voice'
process.on('disconnect', () => process.exit())
// The boundary: `edge-and-voice.ts` gives nothing else.
const { appPort, secret, calleePort } = JSON.parse(process.argv[2] ?? '') as VoiceTask

if (calleePort) await passThrough(calleePort)
else await answerAll()
process.send?.('ready')

async function answerAll(): Promise<void> {
  let answer: Signalling['answer'] = () => undefined
  const signalling = await startSignalling({
    drachtio: { host: '127.0.0.1', port: appPort, secret },
    host: '127.0.0.1',
    secret,
    voice: 'bench',
    onFact: (fact) => {
      if (fact.type === 'leg.arrived') answer(fact.leg, sdp)
    },
    onReoffer: () => Promise.resolve(sdp),
  })
  answer = (leg, sdp) => signalling.answer(leg, sdp)
}

async function passThrough(calleePort: number): Promise<void> {
  const srf = await startApp({ appPort }, ['invite'], secret)
  srf.invite((request, response) => {
    srf.createB2BUA(request, response, `sip:callee@127.0.0.1:${calleePort}`).then(
      ({ uas, uac }) => {
        uas.on('destroy', () => void uac.destroy())
        uac.on('destroy', () => void uas.destroy())
      },
      () => response.send(500),
    )
  })
}
