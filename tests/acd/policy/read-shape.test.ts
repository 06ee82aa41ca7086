import fc from 'fast-check'
import t from 'tap'
import { describeFaults, faultCodes, finding } from '../../../acd/policy/fault.ts'
import { readPolicy, readRouting } from '../../../acd/policy/policy.ts'
import { readRoster } from '../../../acd/policy/roster.ts'
import { goodPolicy as good, withSupport } from './good-policy.ts'

t.test('a policy of the wrong shape names every fault at once, with its place', async (t) => {
  const { ageing, ...rest } = good.queues[1] ?? { ageing: 0 }
  t.type(ageing, 'number')
  const wrong = { ...rest, strategy: 'magic', colour: 'red', weight: '1', limits: [{ to: 1 }] }
  const reading = readPolicy({ ...good, agents: null, queues: [good.queues[0], wrong] })
  if (reading.ok) return t.fail('it is refused')
  const told = reading.faults.map(({ text }) => text.en).sort()
  t.same(told, [
    'agents: must be an object, not null',
    'queue support, ageing: is missing',
    'queue support, colour: there is no such field',
    'queue support, limit 1, above: is missing',
    'queue support, limit 1, to: must be one of {queue}, {uri}, {number}, {voicemail: true}, {callback: true} or {goodbye}',
    'queue support, limit 1, when: is missing',
    'queue support, strategy: must be one of longest-idle, least-handled, least-occupied, best-skill, weighted-random, round-robin, top-down, ring-all, not "magic"',
    'queue support, weight: must be a number, not "1"',
  ])
  t.match(
    reading.faults.find(({ code }) => code === 'wrong-type'),
    { path: ['queues', 1, 'weight'], text: { zh: '队列 support，weight：应为数字，而不是 "1"' } },
  )
})

t.test('a rule of recording that makes no sense names what it may be', async (t) => {
  const reading = readPolicy(withSupport({ recording: { when: 'always', mask: 1 } }))
  if (reading.ok) return t.fail('it is refused')
  const told = reading.faults.map(({ text }) => text.en).sort()
  t.same(told, [
    'queue support, recording, mask: must be true or false, not 1',
    'queue support, recording, when: must be one of talk, answer, never, not "always"',
  ])
})

t.test('numbers that are none are refused', async (t) => {
  for (const weight of [NaN, Infinity]) t.notOk(readPolicy(withSupport({ weight })).ok)
})

t.test('whatever is given, reading and checking never throw', async (t) => {
  const field = fc.constantFrom('queues', 'agents', 'version', 'constructor', '__proto__', 'to')
  const data = fc.oneof(fc.anything(), fc.dictionary(field, fc.anything()))
  fc.assert(
    fc.property(data, data, (given, change) => {
      for (const read of [readPolicy, readRouting, readRoster])
        for (const each of [given, withSupport(change as object), { policy: given, people: given }])
          t.type(read(each).ok, 'boolean')
    }),
  )
})

t.test('every fault is told in the language that is asked for', async (t) => {
  const findings = faultCodes.map((code) => finding(['queues', 0], code, '1', '2', '3'))
  for (const { code, text } of describeFaults(good, findings)) {
    t.match(text.zh, /^队列 sales：.*[\u4e00-\u9fff]/, code)
    t.match(text.en, /^queue sales: [\x20-\x7e→]+$/, code)
  }
})
