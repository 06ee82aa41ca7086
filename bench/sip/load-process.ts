import type { Socket } from 'node:dgram'
import { isSip } from '../../testkit/phone/sip-text.ts'
import { openSockets, portsOf } from '../udp-sockets.ts'
import { accept, ackRefused, type CallNames, inDialog, invite, valueOf } from './caller-text.ts'
import type { LoadDone, LoadOrder } from './load.ts'

// The process of `load.ts`.

/** RFC 3261 timer E and A in the plain, ms: T1, doubled up to T2; after the limit a call has failed. */
const [t1, t2, limitMs] = [500, 4000, 32_000]
const [paceMs, lookMs] = [1, 50]

type Call = CallNames & {
  readonly at: number
  /** What waits for its answer; '' when nothing does. */
  waiting: string
  repeatAt: number
  interval: number
  /** To a 200 that comes again. */
  ack: string
}

const [calling, callee] = (await openSockets(2)) as [Socket, Socket]
const [port = 0, calleePort = 0] = portsOf([calling, callee])
const calls = new Map<string, Call>()
let [runs, repeats, completed] = [0, 0, 0]
let [answeredMs, refusedMs]: [number[], number[]] = [[], []]
let [serverPort, holdMs] = [0, 0]

process.on('disconnect', () => process.exit())
callee.on('message', (datagram, from) => {
  const text = datagram.toString('latin1')
  if (isSip(text) && !text.startsWith('ACK ') && !text.startsWith('SIP/'))
    callee.send(accept(text, calleePort), from.port, from.address)
})
calling.on('message', (datagram) => hear(datagram.toString('latin1')))
// The boundary: `load.ts` sends nothing else.
process.on('message', (order) => void run(order as LoadOrder))
process.send?.(calleePort)

const send = (text: string): void => calling.send(text, serverPort, '127.0.0.1')

async function run({ uri, rate, calls: most, holdMs: hold }: LoadOrder): Promise<void> {
  runs += 1
  ;[repeats, completed] = [0, 0]
  ;[answeredMs, refusedMs] = [[], []]
  serverPort = Number(uri.split(':').at(-1))
  holdMs = hold
  const begun = performance.now()
  let sent = 0
  let nextLook = begun
  while (sent < most || calls.size > 0) {
    const now = performance.now()
    const due = Math.min(most, Math.floor(((now - begun) * rate) / 1000) + 1)
    for (; sent < due; sent++) begin(`${process.pid}-${runs}-${sent}`, uri)
    if (now >= nextLook) {
      nextLook = now + lookMs
      look(now)
    }
    if (sent === most) sendingMs ??= now - begun
    await new Promise((resolve) => setTimeout(resolve, paceMs))
  }
  const done: LoadDone = { answeredMs, refusedMs, completed, repeats, sendingMs: sendingMs ?? 0 }
  sendingMs = undefined
  process.send?.(done)
}
let sendingMs: number | undefined

function begin(id: string, uri: string): void {
  const names = { uri, id, port }
  const at = performance.now()
  const call = { ...names, at, waiting: invite(names), repeatAt: at + t1, interval: t1, ack: '' }
  calls.set(id, call)
  send(call.waiting)
}

/** Repeats what was not answered, and gives up what never will be. */
function look(now: number): void {
  for (const call of calls.values()) {
    if (now - call.at > limitMs) calls.delete(call.id)
    else if (call.waiting && now >= call.repeatAt) {
      repeats += 1
      send(call.waiting)
      call.interval = Math.min(2 * call.interval, t2)
      call.repeatAt = now + call.interval
    }
  }
}

function hear(text: string): void {
  if (!text.startsWith('SIP/')) {
    if (!text.startsWith('ACK ')) send(accept(text, port))
    return
  }
  const call = calls.get(valueOf(text, 'Call-ID'))
  const status = Number(text.slice(8, 11))
  if (!call) return
  if (status < 200) call.repeatAt = Infinity
  else if (valueOf(text, 'CSeq').endsWith('BYE')) finish(call)
  else if (status < 300) answered(call, text)
  else refused(call, text, status)
}

function answered(call: Call, text: string): void {
  if (call.ack) {
    repeats += 1
    send(call.ack)
    return
  }
  answeredMs.push(performance.now() - call.at)
  const to = valueOf(text, 'To')
  const target = /<([^>]+)>/.exec(valueOf(text, 'Contact'))?.[1] ?? call.uri
  call.waiting = ''
  call.ack = inDialog(call, 'ACK', { to, target })
  send(call.ack)
  setTimeout(() => {
    call.waiting = inDialog(call, 'BYE', { to, target })
    call.interval = t1
    call.repeatAt = performance.now() + t1
    send(call.waiting)
  }, holdMs)
}

function refused(call: Call, text: string, status: number): void {
  send(ackRefused(call, valueOf(text, 'To')))
  if (!calls.delete(call.id)) return
  if (status === 503) refusedMs.push(performance.now() - call.at)
}

function finish(call: Call): void {
  if (calls.delete(call.id)) completed += 1
}
