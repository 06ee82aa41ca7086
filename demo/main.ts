import { loadConfig } from '../server/config/config.ts'
import { sentenceFor } from '../server/config/start-fault.ts'
import { addressOf } from '../server/launcher/health.ts'
import { callHotline } from './caller.ts'
import { callInCrowds } from './crowd.ts'
import { DemoFault, openOffice } from './office.ts'
import { type DemoOptions, readOptions } from './options.ts'
import { type Phones, type RingingPhone, startPhones } from './phones.ts'
import { employ, untilLive } from './staff.ts'
import { summaryOf } from './summary.ts'

// `npm run demo`: a bounded crowd of simulated callers and agents with real sound, through the running system.

process.title = 'callwright-demo'
/** Ports for sound beside the system's own. */
const rtp = { rtpPortMin: 30_000, rtpPortMax: 30_999 }
const reportMs = 5_000
/** Calls may go on so long after the last one was made, ms. */
const farewellMs = 15_000

try {
  await play(readOptions(process.argv.slice(2)))
  process.exit(0)
} catch (error) {
  const sentence = error instanceof DemoFault ? error.message : sentenceFor(error)
  console.error(sentence ?? error)
  process.exit(1)
}

async function play({ callers, minutes }: DemoOptions): Promise<void> {
  const config = loadConfig()
  const office = openOffice(addressOf(config))
  await office.checkHealth()
  const supervisor = await office.logIn('2001')
  const board = supervisor.link('board')
  await untilLive(board)
  let onRing = (_phone: RingingPhone): void => undefined
  const phones = await startPhones({ host: config.host, ...rtp, onRing: (phone) => onRing(phone) })
  const staff = await employ(office, phones, board)
  onRing = (phone) => staff.agents.get(phone.number)?.ring(phone)

  const end = endOf(minutes * 60_000, phones)
  const hotline = `sip:95000@${config.host}:${config.sipPort}`
  console.log(`${addressOf(config)}/wallboard  (2001, demo-2001)`)
  const report = setInterval(() => console.log(summaryOf(board.getState())), reportMs)
  await callInCrowds(callers, end, () => callHotline(phones, hotline, board))
  clearInterval(report)
  await staff.leave()
  await supervisor.logOut()
  board.close()
  await phones.stop()
}

/** New calls end when the time is over, and the others soon after; Ctrl-C ends all now, a second one the demo. */
function endOf(ms: number, phones: Phones): AbortSignal {
  const controller = new AbortController()
  const end = (graceMs: number) => {
    controller.abort()
    setTimeout(phones.hangUpAll, graceMs)
  }
  setTimeout(() => end(farewellMs), ms)
  let firstAt: number | undefined
  const onSignal = () => {
    firstAt ??= performance.now()
    // Under npm one key arrives twice.
    if (performance.now() - firstAt > 300) process.exit(130)
    end(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal)
  return controller.signal
}
