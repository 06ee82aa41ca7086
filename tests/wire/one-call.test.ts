import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { named } from '../../core/names.ts'
import { contactList } from '../../cti/api.ts'
import { openDesk, untilFound } from '../../testkit/desk.ts'
import { dominantHz } from '../../testkit/sound/tone.ts'
import {
  callerHz,
  callSales,
  phoneAgent,
  stage,
  untilHears,
  untilSound,
} from '../../testkit/story.ts'

t.setTimeout(240_000)

t.test('one real call goes through every room of the house', async (t) => {
  const { system, admin, customer } = await stage(t)
  const board = await openDesk(t, system, '2001', 'board')
  const call = await callSales(system, customer)

  const waiting = await board.until('a waiting contact on the board', ({ contacts }) =>
    [...contacts.values()].find(({ phase }) => phase === 'waiting'),
  )
  t.match(waiting, { from: '13800138000', queue: 'sales', position: 1 })
  t.same(
    waiting.path.map(({ digits }) => digits).filter((digits) => digits !== undefined),
    ['1', '1'],
  )
  await untilSound(call)

  const anna = await phoneAgent(t, system, admin, '1001', 1000)
  await anna.becomesReady()
  const agentCall = await anna.call()
  const { id } = await anna.contact('talking')
  await untilHears(call, anna.toneHz)
  await untilHears(agentCall, callerHz)

  await anna.desk.ask({ ask: 'hold', contact: id })
  await untilFound('silence', () => dominantHz(agentCall.heard(300)) === undefined)
  t.not(dominantHz(call.heard(300)), anna.toneHz, 'the caller hears music')
  await anna.desk.ask({ ask: 'resume', contact: id })
  await untilHears(call, anna.toneHz)
  await untilHears(agentCall, callerHz)

  await anna.desk.ask({ ask: 'pauseRecording', contact: id })
  await anna.desk.until(
    'a paused recording',
    ({ contacts }) => contacts.get(id)?.recordingPausedAt !== undefined,
  )
  await anna.desk.ask({ ask: 'resumeRecording', contact: id })

  await anna.desk.ask({ ask: 'digits', contact: id, digits: '42' })
  await untilFound('digits at the caller', () => call.digitsHeard() === '42')

  call.hangUp()
  t.equal((await agentCall.ended).by, 'far')
  await anna.contact('wrapUp')
  await anna.desk.ask({ ask: 'wrapUp', contact: id, disposition: 'solved', note: '很好' })
  await anna.desk.until('ready again', ({ agents }) => agents.get(anna.id)?.state === 'ready')

  const record = await untilFound('the record', async () => {
    const response = await anna.desk.fetch('/api/v1/contacts?from=13800138000')
    if (!response.ok) return undefined
    const { contacts } = contactList.parse(await response.json())
    return contacts.find(
      ({ id: each, recordings, legs, disposition }) =>
        each === id && recordings.length > 0 && legs.length === 2 && disposition,
    )
  })
  t.match(record, {
    outcome: 'handled',
    disposition: 'solved',
    note: '很好',
    keys: '1 1',
    agent: '1001',
    legs: [
      { who: 'caller', codec: /^PCM/ },
      { who: 'agent', agent: '1001', codec: /^PCM/ },
    ],
    faults: [],
    recordings: [{ id, format: 'wav', sha256: /^[0-9a-f]{64}$/, speech: {} }],
  })
  for (const share of ['waitMs', 'talkMs', 'holdMs', 'wrapUpMs'] as const)
    t.ok(record[share] > 0, `${share} is ${record[share]}`)

  const wav = await anna.desk.fetch(`/api/v1/contacts/${id}/recording`)
  const samples = new Int16Array((await wav.arrayBuffer()).slice(44))
  const channel = (offset: 0 | 1) => samples.filter((_, i) => i % 2 === offset)
  t.ok(Math.abs((dominantHz(channel(0)) ?? 0) - callerHz) <= 8, 'caller on the left')
  t.ok(Math.abs((dominantHz(channel(1)) ?? 0) - anna.toneHz) <= 8, 'agent on the right')
})

t.test('an agent who does not answer loses the caller to the next one', async (t) => {
  const { system, admin, customer } = await stage(t)
  const anna = await phoneAgent(t, system, admin, '1001', 1000)
  const bert = await phoneAgent(t, system, admin, '1002', 1400)
  anna.react((incoming) => incoming.reject(486))
  await anna.becomesReady()
  await sleep(50)
  await bert.becomesReady()
  const call = await callSales(system, customer)
  await bert.call()
  await untilHears(call, bert.toneHz)
  await anna.desk.until('not ready: busy', ({ agents }) => agents.get(anna.id)?.reason === 'busy')

  await bert.desk.ask({
    ask: 'transfer',
    contact: (await bert.contact('talking')).id,
    to: { queue: named('support') },
  })
  anna.react((incoming) => void incoming.answer({ toneHz: anna.toneHz }))
  await anna.becomesReady()
  await untilHears(call, anna.toneHz)
  call.hangUp()
})

t.test(
  'the centre is killed in a talk and beside a waiting caller, and no call is lost',
  async (t) => {
    const { system, admin, customer } = await stage(t)
    const anna = await phoneAgent(t, system, admin, '1001', 1000)
    await anna.becomesReady()
    const talking = await callSales(system, customer)
    const agentCall = await anna.call()
    await untilHears(talking, anna.toneHz)
    const waiting = await callSales(system, customer)
    await admin.until('somebody who waits', ({ contacts }) =>
      [...contacts.values()].find(({ phase }) => phase === 'waiting'),
    )

    const packets = talking.packetsHeard()
    await system.kill('centre')
    const killedAt = Date.now()
    await sleep(1000)
    t.ok(talking.packetsHeard() - packets >= 45, 'the sound goes on without the centre')
    await untilHears(agentCall, callerHz)
    await system.untilHealthy()
    t.comment(`healthy again ${Date.now() - killedAt} ms after SIGKILL`)

    const { id } = await anna.desk.until(
      'the call as it is',
      ({ state, contacts }) =>
        state === 'live' && [...contacts.values()].find(({ phase }) => phase === 'talking'),
    )
    await anna.desk.ask({ ask: 'hangUp', contact: id })
    await talking.ended
    await anna.contact('wrapUp')
    await anna.desk.ask({ ask: 'wrapUp', contact: id, disposition: '', note: '' })
    await untilHears(waiting, anna.toneHz)
    waiting.hangUp()
    await untilFound('both records', async () => {
      const response = await admin.fetch('/api/v1/contacts?limit=10')
      if (!response.ok) return false // the records come up after the calls
      const { contacts } = contactList.parse(await response.json())
      return contacts.length === 2 && contacts.every(({ outcome }) => outcome === 'handled')
    })
  },
)
