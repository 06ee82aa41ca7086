import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import t from 'tap'
import type { QueueRule } from '../../core/policy.ts'
import { contactList } from '../../cti/api.ts'
import { type Desk, untilFound } from '../../testkit/desk.ts'
import { type Call, createPhone, type Incoming } from '../../testkit/phone/phone.ts'
import { dominantHz } from '../../testkit/sound/tone.ts'
import { callerHz, callSales, phoneAgent, stage, untilHears } from '../../testkit/story.ts'

t.setTimeout(240_000)

const outsideHz = 1300

/** From now on the sales queue is served by this rule. */
async function changeSalesRule(admin: Desk, change: Partial<QueueRule>): Promise<void> {
  const routing = (await (await admin.fetch('/api/v1/policy')).json()) as {
    policy: { version: string; queues: QueueRule[] }
  }
  const queues = routing.policy.queues.map((rule) =>
    rule.queue === 'sales' ? { ...rule, ...change } : rule,
  )
  const policy = { ...routing.policy, version: `${routing.policy.version}-leaving`, queues }
  const body = JSON.stringify({ policy })
  const answer = await admin.fetch('/api/v1/policy', { method: 'PUT', body })
  if (!answer.ok) throw new Error(`PUT policy: ${answer.status} ${await answer.text()}`)
}

/** A phone that belongs to nobody here, and answers with its own tone. */
async function outsidePhone(t: Test) {
  const phone = await createPhone()
  t.teardown(() => phone.close())
  const rings: Incoming[] = []
  const calls: Call[] = []
  phone.onInvite((incoming) => {
    rings.push(incoming)
    calls.push(incoming.answer({ toneHz: outsideHz, afterMs: 300 }))
  })
  const call = async (): Promise<Call> => {
    const call = await untilFound('a call at the outside phone', () => calls.at(-1))
    await call.answered
    return call
  }
  return { port: phone.port, uri: phone.uri, rings, call }
}

const recordOf = (admin: Desk, outcome: string) =>
  untilFound(`a record of ${outcome}`, async () => {
    const response = await admin.fetch('/api/v1/contacts?limit=10')
    if (!response.ok) return undefined
    const { contacts } = contactList.parse(await response.json())
    return contacts.find((each) => each.outcome === outcome)
  })

t.test('a caller is led to a number outside by SIP, and both hear each other', async (t) => {
  const { system, admin, customer } = await stage(t)
  const outside = await outsidePhone(t)
  await changeSalesRule(admin, { limits: [{ when: 'size', above: 0, to: { uri: outside.uri } }] })
  const call = await callSales(system, customer)
  const answered = await outside.call()
  t.equal(outside.rings[0]?.from, '13800138000', 'the caller’s number is shown')
  await untilHears(call, outsideHz)
  await untilHears(answered, callerHz)
  await call.sendDigits('5')
  await untilFound('the key outside', () => answered.digitsHeard() === '5')
  call.hangUp()
  t.equal((await answered.ended).by, 'far')
  t.match(await recordOf(admin, 'diverted'), { queue: 'sales', talkMs: 0 })
})

t.test('a message is kept as sound, and ends with the key #', async (t) => {
  const { system, admin, customer } = await stage(t)
  await changeSalesRule(admin, { limits: [{ when: 'size', above: 0, to: { voicemail: true } }] })
  const call = await callSales(system, customer)
  await admin.until('a caller who is asked for a message', ({ contacts }) =>
    [...contacts.values()].find(({ phase }) => phase === 'leavingMessage'),
  )
  await untilFound(
    'the end of the words and the beep',
    () => call.packetsHeard() > 500 && dominantHz(call.heard(1000)) === undefined,
    30_000,
  )
  await sleep(4000)
  await call.sendDigits('#')
  await call.ended
  const record = await recordOf(admin, 'left-message')
  t.match(
    record.phases.map(({ phase }) => phase),
    ['flow', 'message'],
  )
  const kept = await untilFound('the recording', async () => {
    const answer = await admin.fetch(`/api/v1/contacts/${record.id}/recording`)
    return answer.ok ? new Int16Array((await answer.arrayBuffer()).slice(44)) : undefined
  })
  const caller = kept.filter((_, i) => i % 2 === 0)
  t.ok(Math.abs((dominantHz(caller) ?? 0) - callerHz) <= 8, 'the caller’s tone is in it')
  t.ok(caller.length > 3 * 8000, `${caller.length / 8000} s`)
})

t.test('a customer who chose a callback is dialled, and reaches an agent', async (t) => {
  const { system, admin, customer } = await stage(t)
  const home = await outsidePhone(t)
  const anna = await phoneAgent(t, system, admin, '1001', 1000)
  await changeSalesRule(admin, {
    callback: {
      key: '9',
      first: 'customer',
      attempts: 2,
      retrySeconds: 60,
      ringSeconds: 20,
      windowSeconds: 600,
      uri: `sip:{number}@127.0.0.1:${home.port}`,
    },
  })
  const call = await callSales(system, customer)
  await admin.until('a waiting contact', ({ contacts }) =>
    [...contacts.values()].find(({ phase }) => phase === 'waiting'),
  )
  await call.sendDigits('9')
  t.equal((await call.ended).by, 'far', 'told, and hung up')
  const booked = await admin.until('a booked callback', ({ contacts }) =>
    [...contacts.values()].find(({ phase }) => phase === 'callback'),
  )
  t.match(booked.callback, { number: '13800138000', attempts: 0 })

  await system.kill('centre')
  await system.untilHealthy()
  await anna.desk.until('the link again', ({ state }) => state === 'live')
  t.equal(home.rings.length, 0, 'nobody is dialled while nobody is free')
  await anna.becomesReady()
  const answered = await home.call()
  t.equal(home.rings[0]?.number, '13800138000')
  t.equal(home.rings[0]?.from, '95000', 'the hotline calls')
  const agentCall = await anna.call()
  await untilHears(answered, anna.toneHz)
  await untilHears(agentCall, outsideHz)
  const { id } = await anna.contact('talking')
  t.equal(id, booked.id, 'it is one and the same contact')
  answered.hangUp()
  t.equal((await agentCall.ended).by, 'far')
  t.match(await recordOf(admin, 'handled'), { id, agent: '1001' })
})
