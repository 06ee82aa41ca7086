import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { contactList } from '../../cti/api.ts'
import { parseWav } from '../../media/engine/wav.ts'
import { type Desk, untilFound } from '../../testkit/desk.ts'
import type { Call, Phone } from '../../testkit/phone/phone.ts'
import { positionsIn } from '../../testkit/sound/position.ts'
import { dominantHz } from '../../testkit/sound/tone.ts'
import { callerHz, phoneAgent, stage, untilHears, untilSound } from '../../testkit/story.ts'
import type { System } from '../../testkit/system.ts'

t.setTimeout(240_000)

/** Callers by what happens to them when voice dies. */
const [talker, waiter, chooser, leaver, rung] = ['101', '102', '103', '104', '105']

/** Chooses Chinese, and then waits in the menu. */
async function callMenu(system: System, customer: Phone, from: string): Promise<Call> {
  const call = await customer.call(system.hotline, { toneHz: callerHz, from })
  await call.answered
  await untilSound(call)
  await call.sendDigits('1')
  await sleep(300)
  return call
}

const contactOf = (desk: Desk, from: string) =>
  [...desk.page().contacts.values()].find((each) => each.from === from)

const untilPhase = (desk: Desk, from: string, phase: string) =>
  untilFound(`${from} ${phase}`, () => {
    const contact = contactOf(desk, from)
    return contact?.phase === phase && contact
  })

const untilSpare = (system: System, nth: number) =>
  untilFound('a spare', () => system.log().split('voice is prepared').length > nth, 30_000)

const music = parseWav(
  await readFile(new URL('../../prompts/music/default.wav', import.meta.url)),
).samples

/** To be asked seldom: the search stops the phones. */
const isMusic = (call: Call) => positionsIn(music, call.heard(1000).subarray(-1600)).length > 1

/** The longest silence on the line at and after a moment, ms. */
const silenceSince = (call: Call, at: number) => call.longestSilence(Date.now() - at + 100)

t.test('calls go on when voice is killed, and when it is killed again', async (t) => {
  const { system, admin, customer } = await stage(t)
  const anna = await phoneAgent(t, system, admin, '1001', 900)
  const bert = await phoneAgent(t, system, admin, '1002', 1400)
  const dial = (from: string) => callMenu(system, customer, from)

  await anna.becomesReady()
  const talking = await dial(talker)
  await talking.sendDigits('1')
  const theirs = await anna.call()
  const talk = await anna.contact('talking')
  const bothHear = () =>
    Promise.all([untilHears(talking, anna.toneHz), untilHears(theirs, callerHz)])
  await bothHear()
  const talkingSince = Date.now()

  let inHand = false
  bert.react((incoming) => {
    inHand = true
    incoming.ring()
  })
  await bert.becomesReady()
  const ringing = await dial(rung)
  await ringing.sendDigits('2')
  await untilFound('a ring', () => inHand)
  const waiting = await dial(waiter)
  await waiting.sendDigits('1')
  const before = await untilPhase(admin, waiter, 'waiting')
  const choosing = await dial(chooser)
  const leaving = await dial(leaver)
  await untilSpare(system, 2)
  bert.react(bert.answers)
  t.match(await untilPhase(admin, leaver, 'inFlow'), { from: leaver })

  await system.kill('voice')
  const killedAt = Date.now()
  leaving.hangUp()
  const arriving = await customer.call(system.hotline, { toneHz: callerHz, from: '106' })
  await sleep(600)
  await bothHear()
  const hole = silenceSince(talking, killedAt)
  t.comment(`${Math.round(hole)} ms of silence at the caller`)
  t.ok(hole < 3000)
  t.match(system.log(), 'its spare takes over')

  await t.test('a waiting caller keeps the place, and there is sound again', async (t) => {
    await untilSound(waiting)
    t.same(contactOf(admin, waiter), before)
  })

  await t.test('a caller in the menu chooses, and waits behind the other', async (t) => {
    await untilSound(choosing)
    await choosing.sendDigits('1')
    t.match(await untilPhase(admin, chooser, 'waiting'), { queue: 'sales', position: 2 })
    await untilSound(choosing)
  })

  await t.test('who calls meanwhile is answered', async () => {
    await arriving.answered
    await untilSound(arriving)
    arriving.hangUp()
  })

  await t.test('a phone that rang is rung again, and answers', async () => {
    const answered = await bert.call()
    await untilHears(ringing, bert.toneHz)
    await untilHears(answered, callerHz)
    ringing.hangUp()
    await bert.contact('wrapUp')
  })

  await t.test('who hangs up meanwhile is gone', async () => {
    await untilFound('no contact', () => contactOf(admin, leaver) === undefined)
  })

  await t.test('the talk is held and resumed', async (t) => {
    await anna.desk.ask({ ask: 'hold', contact: talk.id })
    await untilFound('silence', () => dominantHz(theirs.heard(300)) === undefined)
    t.not(dominantHz(talking.heard(300)), anna.toneHz, 'the caller hears music')
    await anna.desk.ask({ ask: 'resume', contact: talk.id })
    await bothHear()
    t.equal(await talking.hold(), 200, 'the phones may do so, too')
    t.equal(await talking.resume(), 200)
    await bothHear()
  })

  await t.test('the next process may be killed, too', async (t) => {
    await untilSpare(system, 3)
    await system.kill('voice')
    const killedAt = Date.now()
    await sleep(600)
    await bothHear()
    t.comment(`${Math.round(silenceSince(talking, killedAt))} ms of silence at the caller`)
    await untilFound('the music', () => isMusic(waiting))
    t.match(contactOf(admin, waiter), { phase: 'waiting', position: 1 })
  })

  await t.test('one recording has all of the talk, with the holes in it', async (t) => {
    await bothHear()
    await sleep(600)
    const talkedMs = Date.now() - talkingSince
    talking.hangUp()
    await anna.contact('wrapUp')
    await anna.desk.ask({ ask: 'wrapUp', contact: talk.id, disposition: 'solved', note: '' })
    const record = await untilFound('the record', async () => {
      const response = await admin.fetch(`/api/v1/contacts?from=${talker}`)
      if (!response.ok) return undefined
      const { contacts } = contactList.parse(await response.json())
      return contacts.find(({ recordings }) => recordings.length > 0)
    })
    t.equal(record.recordings.length, 1)
    const wav = await admin.fetch(`/api/v1/contacts/${record.id}/recording`)
    const samples = new Int16Array((await wav.arrayBuffer()).slice(44))
    const channel = (offset: 0 | 1) => samples.filter((_, i) => i % 2 === offset)
    const [caller, agent] = [channel(0), channel(1)]
    t.comment(`talked ${talkedMs} ms, recorded ${caller.length / 8} ms`)
    t.ok(Math.abs(caller.length / 8 - talkedMs) < 2000)
    for (const [sound, hz] of [
      [caller, callerHz],
      [agent, anna.toneHz],
    ] as const)
      for (const part of [sound.subarray(0, 8000), sound.subarray(-4000)])
        t.ok(Math.abs((dominantHz(part) ?? 0) - hz) <= 8)
    const files = await readdir(join(system.dataDir, 'recordings'), { recursive: true })
    t.same(
      files.filter((name) => name.includes('.part')),
      [],
    )
  })
})
