import t from 'tap'
import {
  drained,
  quick,
  sdp,
  startScene,
  type Request,
  type Response,
} from '../../testkit/edge/edge-app.ts'
import { field, request, type Phone, type Plan } from '../../testkit/edge/edge-phone.ts'

/** What the application serves in a second, and what is asked of it. */
const [servedPerSecond, askedPerSecond, seconds] = [100, 250, 5]
const tickMs = 20

/** A caller's side: each INVITE is acknowledged, and its call hung up at once. */
function createCaller(phone: Phone) {
  const plans = new Map<string, Plan>()
  let read = 0
  const outcome = { answered: 0, refused: 0, ended: 0 }
  const call = (number: number) => {
    const plan = {
      method: 'INVITE',
      uri: 'sip:95000@127.0.0.1',
      callId: `load-${number}`,
      cseq: 1,
      branch: `z9hG4bKload${number}`,
      from: `<sip:a@b>;tag=${number}`,
      to: '<sip:95000@c>',
      contact: `sip:a@127.0.0.1:${phone.port}`,
      body: sdp('load'),
    }
    plans.set(plan.callId, plan)
    phone.send(request(phone, plan))
  }
  const hear = (text: string) => {
    const plan = plans.get(field(text, 'Call-ID'))
    if (!plan) return
    const [status, to] = [text.slice(8, 11), field(text, 'To')]
    const next = { ...plan, to, body: '' }
    if (field(text, 'CSeq') === '2 BYE') outcome.ended += 1
    else if (status === '200') {
      outcome.answered += 1
      phone.send(request(phone, { ...next, method: 'ACK', branch: `${plan.branch}ack` }))
      phone.send(request(phone, { ...next, method: 'BYE', cseq: 2, branch: `${plan.branch}bye` }))
    } else if (status === '503') {
      outcome.refused += 1
      phone.send(request(phone, { ...next, method: 'ACK' }))
    }
  }
  const pump = () => {
    for (; read < phone.seen.length; read++) hear(phone.seen[read] ?? '')
  }
  return { call, pump, outcome }
}

t.test(
  'at more than can be served, calls get 503 with Retry-After, and admitted ones complete',
  async (t) => {
    const { edge, srf, phone } = await startScene(t, quick)
    const waiting: [Request, Response][] = []
    srf.invite((req, res) => void waiting.push([req, res]))
    let due = 0
    const serving = setInterval(() => {
      due = Math.min(5, due) + (servedPerSecond * tickMs) / 1000
      for (; due >= 1; due--) {
        const [req, res] = waiting.shift() ?? []
        if (req && res) srf.createUAS(req, res, { localSdp: sdp('us') }).catch(() => undefined)
      }
    }, tickMs)
    const load = await phone()
    const { call, pump, outcome } = createCaller(load)
    const pumping = setInterval(pump, 5)
    t.teardown(() => {
      clearInterval(serving)
      clearInterval(pumping)
    })
    const asked = askedPerSecond * seconds
    for (let number = 0; number < asked; number++) {
      call(number)
      if (number % 5 === 4)
        await new Promise((resolve) => setTimeout(resolve, 5000 / askedPerSecond))
    }
    t.ok(await drained(edge))
    pump()
    const { answered, refused, ended } = outcome
    t.ok(refused > asked / 10, `${refused} refused`)
    t.ok(answered > asked / 10, `${answered} answered`)
    t.equal(ended, answered, 'whoever was let in has talked and hung up')
    t.equal(answered + refused, asked, 'nobody is left without an answer')
    const refusal = load.seen.find((text) => text.startsWith('SIP/2.0 503')) ?? ''
    t.match(field(refusal, 'Retry-After'), /^([5-9]|1[0-5])$/)
    t.equal(edge.overload.waiting, 0)
    t.equal(
      edge.counters.all('refusals').find(({ labels }) => labels[0] === 'overload')?.count,
      refused,
    )
  },
)
