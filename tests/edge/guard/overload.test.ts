import t from 'tap'
import { Overload } from '../../../edge/guard/overload.ts'

type Load = {
  readonly callsPerSecond: number
  /** What the application answers; it takes calls in their order. */
  readonly servedPerSecond: number
  readonly ms: number
  /** What an answer takes when nothing waits. */
  readonly answerMs?: number
}

/** An application with a queue before it, on a clock of steps of 1 ms. */
function createApplication() {
  let now = 0
  let calls = 0
  let due = 0
  let credit = 0
  const overload = new Overload(() => now)
  const queue: { call: string; since: number }[] = []
  const delays: number[] = []
  let refused = 0
  const run = ({ callsPerSecond, servedPerSecond, ms, answerMs = 2 }: Load) => {
    ;[delays.length, refused] = [0, 0]
    for (const end = now + ms; now < end; now++) {
      for (due += callsPerSecond / 1000; due >= 1; due--) {
        if (!overload.admits()) refused++
        else {
          calls += 1
          queue.push({ call: String(calls), since: now })
          overload.callGiven(String(calls))
        }
      }
      credit = Math.min(1, credit) + servedPerSecond / 1000
      while (credit >= 1 && queue[0] && now - queue[0].since >= answerMs) {
        const { call, since } = queue.shift() ?? { call: '', since: 0 }
        overload.callAnswered(call)
        delays.push(now - since)
        credit -= 1
      }
    }
    return { refused, served: delays.length, longestMs: Math.max(...delays), delays }
  }
  return { overload, run, pass: (ms: number) => void (now += ms), now: () => now }
}

t.test('what can be served is served, a burst too', async (t) => {
  const { run } = createApplication()
  const calm = run({ callsPerSecond: 600, servedPerSecond: 1000, ms: 5000 })
  t.match(calm, { refused: 0, longestMs: 2 })
  const burst = run({ callsPerSecond: 5000, servedPerSecond: 1000, ms: 25 })
  t.equal(burst.refused, 0)
  t.equal(run({ callsPerSecond: 600, servedPerSecond: 1000, ms: 1500 }).refused, 0)
})

t.test('at twice what can be served, nearly as much is served as can be, and soon', async (t) => {
  const { run } = createApplication()
  run({ callsPerSecond: 800, servedPerSecond: 800, ms: 2000 })
  run({ callsPerSecond: 1600, servedPerSecond: 800, ms: 2000 })
  const { served, refused, delays } = run({
    callsPerSecond: 1600,
    servedPerSecond: 800,
    ms: 20_000,
  })
  t.ok(served > 0.95 * 800 * 20, `${served} served`)
  t.ok(refused > 0.9 * 800 * 20)
  delays.sort((a, b) => a - b)
  t.ok((delays[Math.floor(delays.length * 0.5)] ?? Infinity) < 250)
  t.ok((delays.at(-1) ?? Infinity) < 600)
  const after = run({ callsPerSecond: 700, servedPerSecond: 800, ms: 10_000 })
  t.equal(after.refused, 0, 'when it is over nothing stays of it')
})

t.test('an application that takes its time over every call is not behind', async (t) => {
  const { run } = createApplication()
  const slow = { callsPerSecond: 200, servedPerSecond: 1000, ms: 20_000, answerMs: 1500 }
  t.equal(run(slow).refused, 0)
})

t.test(
  'calls wait while nobody answers, up to a limit, and are taken again after it',
  async (t) => {
    const { run, overload } = createApplication()
    run({ callsPerSecond: 300, servedPerSecond: 800, ms: 2000 })
    const restart = run({ callsPerSecond: 300, servedPerSecond: 0, ms: 2000 })
    t.equal(restart.refused, 0)
    t.ok(overload.waiting > 590)
    const dead = run({ callsPerSecond: 300, servedPerSecond: 0, ms: 5000 })
    t.ok(dead.refused > 1000)
    t.equal(overload.waiting, 1000)
    run({ callsPerSecond: 300, servedPerSecond: 800, ms: 10_000 })
    t.match(run({ callsPerSecond: 300, servedPerSecond: 800, ms: 5000 }), {
      refused: 0,
      longestMs: 2,
    })
  },
)

t.test(
  'a queue that stands before the edge refuses, until one probe is through in time',
  async (t) => {
    const { overload, pass } = createApplication()
    const probe = (delayMs: number, ms: number) => {
      for (let passed = 0; passed < ms; passed += 20) {
        overload.probed('udp', delayMs)
        pass(20)
      }
    }
    const calls = (count: number) => Array.from({ length: count }, () => overload.admits())
    calls(60)
    probe(400, 80)
    t.equal(overload.admits(), true, 'a hiccup')
    overload.probed('udp', 1)
    probe(40, 120)
    t.equal(overload.admits(), false)
    overload.probed('other', 1)
    overload.probed('udp', 21)
    t.equal(overload.admits(), false)
    overload.probed('udp', 5)
    t.equal(overload.admits(), true)
    probe(40, 3000)
    t.notOk(calls(49).includes(false), 'a machine that is busy with something else takes few calls')
    t.same(calls(2), [false, false])
  },
)

t.test('a call that ended without an answer waits no more', async (t) => {
  const { overload } = createApplication()
  overload.callGiven('one')
  overload.callGiven('two')
  overload.callEnded('one')
  overload.callAnswered('one')
  t.equal(overload.waiting, 1)
})
