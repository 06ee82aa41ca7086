import type { PageState } from '../cti/page-state.ts'
import type { ContactView } from '../cti/protocol.ts'
import { loadConfig } from '../server/config/config.ts'
import { sentenceFor } from '../server/config/start-fault.ts'
import { addressOf } from '../server/launcher/health.ts'
import { callHotline, callInCrowds } from './caller.ts'
import { DemoFault, openOffice } from './office.ts'
import { type DemoOptions, readOptions } from './options.ts'
import { type Phones, type RingingPhone, startPhones } from './phones.ts'
import { employ, untilLive } from './staff.ts'

// `npm run demo`: a bounded crowd of simulated callers and agents with real sound, through the running system.

process.title = 'callwright-demo'
/** Ports for sound beside the system's own. */
const rtp = { rtpPortMin: 30_000, rtpPortMax: 30_999 }
const reportMs = 5_000
/** Calls may go on so long after the last one was made, ms. */
const graceMs = 15_000

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
  const end = (afterMs: number) => {
    controller.abort()
    setTimeout(phones.hangUpAll, afterMs)
  }
  setTimeout(() => end(graceMs), ms)
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

/** What the wallboard shows at the moment, in one line. */
function summaryOf({ contacts, queues }: PageState): string {
  const views = [...contacts.values()]
  const count = (...phases: ContactView['phase'][]) =>
    views.filter(({ phase }) => phases.includes(phase)).length
  const today = (field: 'answered' | 'abandoned') =>
    [...queues.values()].reduce((sum, queue) => sum + queue.today[field], 0)
  return [
    `menu ${count('arriving', 'inFlow')}`,
    `waiting ${count('waiting')}`,
    `ringing ${count('offered')}`,
    `talking ${count('talking', 'parted', 'diverted')}`,
    `answered ${today('answered')}`,
    `abandoned ${today('abandoned')}`,
  ].join('  ')
}
