import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { createFrameReader } from '../../edge/app/app-frame.ts'
import { parseMessage } from '../../edge/message/message.ts'
import { seeded } from '../../testkit/sound/random.ts'
import { methods, orderFor, replyTo, requestFor } from './honest.ts'
import { createMutation } from './mutation.ts'
import { createScriptedEdge, settled } from './scripted-edge.ts'
import { tortureCases, tortureText } from './torture/verdicts.ts'

// The seed and the length of a longer run, away from the gate: FUZZ_SEED=7 FUZZ_TURNS=1000000.
const seed = Number(process.env['FUZZ_SEED'] ?? 1)
const turns = Number(process.env['FUZZ_TURNS'] ?? 6000)

const torture = tortureCases.map(({ name }) => tortureText(name))
const honest = methods.map((method) => requestFor(method, 1))
// Mutants that once reached what nothing else reached: see grow-corpus.ts.
const found = JSON.parse(readFileSync(join(import.meta.dirname, 'corpus.json'), 'utf8')) as string[]
const corpus = [...torture, ...honest, ...found]

t.test('mutated messages are read or refused, and what is read is whole', async (t) => {
  const random = seeded(seed)
  const mutate = createMutation(random, corpus)
  let read = 0
  for (let turn = 0; turn < 2 * turns; turn++) {
    const message = parseMessage(mutate(corpus[turn % corpus.length] ?? ''), '192.0.2.9', 5070)
    if (message.kind === 'flaw') continue
    read++
    const again = parseMessage(message.text, '192.0.2.9', 5070)
    if (again.kind !== message.kind) t.fail(`read once: ${JSON.stringify(message.text)}`)
    if (/[\r\n]/.test(message.headers.map(({ value }) => value).join('')))
      t.fail(`a line break in a value: ${JSON.stringify(message.text)}`)
  }
  t.ok(read > turns / 10 && read < 2 * turns, `${read} were read`)
})

t.test('mutated frames of an application are read or refused', async () => {
  const random = seeded(seed)
  const frames = methods.map((method) => `id|sip||||\r\n${orderFor(method)}`)
  const mutate = createMutation(random, frames)
  for (let turn = 0; turn < turns; turn++) {
    const frame = frames[turn % frames.length] ?? ''
    const stream = mutate(`${frame.length}#${frame}`.repeat(3))
    const take = createFrameReader(() => undefined)
    for (let at = 0; at < stream.length; at += 500) if (!take(stream.slice(at, at + 500))) break
  }
})

t.test('calls between mutants leave no bug, no timer and no trace', async (t) => {
  const random = seeded(seed)
  const stage = createScriptedEdge(random)
  const mutate = createMutation(random, corpus)
  const any = (): string => methods[Math.floor(random() * methods.length)] ?? 'INVITE'
  const status = (): number =>
    [100, 180, 183, 200, 200, 302, 401, 486][Math.floor(random() * 8)] ?? 200
  for (let turn = 0; turn < turns; turn++) {
    const choice = random()
    const n = turn >> 2
    const text =
      choice < 0.2
        ? (corpus[turn % corpus.length] ?? '')
        : choice < 0.5
          ? requestFor(any(), n)
          : replyTo(stage.said(), status(), any(), n)
    stage.hears(random() < 0.4 ? mutate(text) : text)
    if (choice > 0.7) stage.orders(random() < 0.3 ? mutate(orderFor(any())) : orderFor(any()))
    if (turn % 2000 === 1999) stage.restarts()
    if (turn % 10 > 0) continue
    stage.pass(100)
    await settled()
  }
  t.same(stage.bugs, [])
  const reasons = stage.edge.counters.all('dropped')
  t.ok(reasons.length > 5 && reasons.length < 40, 'strangers cannot make labels')
  const before = stage.edge.transactions.size + stage.edge.dialogs.size
  t.ok(before > 0)
  t.same(await stage.leaves(), {
    inTransactions: 0,
    inDialogs: 0,
    inRegistrations: 0,
    inServed: 0,
    inSent: 0,
    timers: 0,
    listening: 0,
  })
})
