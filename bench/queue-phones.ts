import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { openEndpoint } from '../testkit/phone/endpoint.ts'
import { headerOf, methodOf } from '../testkit/phone/sip-text.ts'
import { Caller, host } from './caller.ts'
import { DeskPhone } from './desk-phone.ts'
import { openPhoneSound } from './phone-sound.ts'
import { type QueueMeasured, warmUp } from './queue-crowd.ts'

// The process of `queue-crowd.ts`: `queue-phones.ts WAITING AGENTS SAMPLES`.

/** More callers than wait and talk: who calls again takes a moment to get into the queue. */
const spareCallers = 10
/** Calls begin so far apart, ms, until all are on the line. */
const callEveryMs = 20
const ringMs = () => 100 + 200 * Math.random()
const talkMs = () => 500 + 2_000 * Math.random()

const [waiting = 0, agents = 0, samples = 0] = process.argv.slice(2).map(Number)
process.on('disconnect', () => process.exit())

const crowd = waiting + agents + spareCallers
const sound = await openPhoneSound(crowd + agents)
const soundOf = (phone: number) => ({
  soundPort: sound.ports[phone] ?? 0,
  onSound: (port: number) => sound.send(phone, port),
})

const sinceFreeMs: number[] = []
let [taken, turn] = [0, 0]
const callers = new Map<string, Caller>()
const desks: DeskPhone[] = []
for (let n = 0; n < agents; n++)
  desks.push(
    await DeskPhone.open({
      ...soundOf(crowd + n),
      ringMs,
      talkMs,
      waiting: countWaiting,
      hangUpCaller,
      onInvite: take,
    }),
  )
process.send?.(desks.map(({ port }) => port))
// The boundary: the parent's one message is the hotline's URI.
const [hotline] = (await once(process, 'message')) as [string]

const dialogs = new Map<string, Caller>()
const endpoint = await openEndpoint(host, (request, respond) => {
  const callId = headerOf(request, 'call-id')
  const caller = dialogs.get(callId)
  if (methodOf(request) !== 'ACK') respond(caller ? 200 : 481)
  if (!caller || methodOf(request) !== 'BYE') return
  dialogs.delete(callId)
  caller.callAgain()
})
for (let n = 0; n < crowd; n++) {
  const number = String(13_800_000_000 + n)
  const caller: Caller = new Caller({
    ...soundOf(n),
    endpoint,
    hotline,
    number,
    onDialog: (callId) => dialogs.set(callId, caller),
  })
  callers.set(number, caller)
  caller.call()
  await sleep(callEveryMs)
}

/** Every second talk is ended by the caller. */
function hangUpCaller(number: string): boolean {
  if (turn++ % 2 === 0) return false
  const caller = callers.get(number)
  if (!caller) throw new Error(`an agent was called for ${number}, which nobody has`)
  caller.hangUp()
  return true
}

/** Who is on the line, without those who talk or ring. */
function countWaiting(): number {
  const onTheLine = [...callers.values()].filter(({ isAnswered }) => isAnswered)
  return onTheLine.length - desks.filter(({ isBusy }) => isBusy).length
}

/** Only a queue that is full counts. */
function take(ms: number, waitingThen: number): void {
  if (waitingThen < waiting) return
  taken++
  if (taken === warmUp) process.send?.('begin')
  if (taken <= warmUp || sinceFreeMs.length === samples) return
  sinceFreeMs.push(ms)
  if (sinceFreeMs.length === samples) process.send?.({ sinceFreeMs } satisfies QueueMeasured)
}
