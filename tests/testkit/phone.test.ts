import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { decode, encode } from '../../testkit/phone/g711.ts'
import { createPhone, type Call } from '../../testkit/phone/phone.ts'
import { dominantHz, levelAt, tone } from '../../testkit/sound/tone.ts'

async function twoPhones(t: Test) {
  const [anna, bert] = [await createPhone(), await createPhone()]
  t.teardown(async () => {
    await anna.close()
    await bert.close()
  })
  return { anna, bert }
}

t.test('two test phones hear each other, by tone and by digit, through a hold', async (t) => {
  const { anna, bert } = await twoPhones(t)
  const answered = new Promise<Call>((resolve) =>
    bert.onInvite((incoming) => {
      t.equal(incoming.number, 'phone')
      t.equal(incoming.name, 'Anna')
      resolve(incoming.answer({ toneHz: 600, afterMs: 50 }))
    }),
  )
  const call = await anna.call(bert.uri, { toneHz: 1000, name: 'Anna', codecs: ['PCMU'] })
  t.equal(await call.ringing, 180)
  await call.answered
  const far = await answered
  await far.answered
  await sleep(600)
  t.ok(Math.abs((dominantHz(call.heard(400)) ?? 0) - 600) < 5)
  t.ok(Math.abs((dominantHz(far.heard(400)) ?? 0) - 1000) < 5)

  await call.sendDigits('42#')
  t.equal(far.digitsHeard(), '42#')
  t.equal(await call.info('7'), 200)

  t.equal(await call.hold(), 200)
  t.equal(far.farDirection(), 'sendonly')
  await sleep(250)
  t.equal(call.heard(200).length, 0, 'the held phone sends nothing')
  t.equal(await call.resume(), 200)
  await sleep(300)
  t.ok(call.heard(200).length > 0)

  far.hangUp()
  t.match(await call.ended, { by: 'far' })
})

t.test('a rejected and a cancelled call end with their status on both phones', async (t) => {
  const { anna, bert } = await twoPhones(t)
  bert.onInvite((incoming) => incoming.reject(486))
  const rejected = await anna.call(bert.uri)
  t.match(await rejected.ended, { by: 'far', status: 486 })
  await t.rejects(rejected.answered)

  const cancelled = new Promise<void>((resolve) =>
    bert.onInvite((incoming) => {
      incoming.ring()
      void incoming.cancelled.then(resolve)
    }),
  )
  const call = await anna.call(bert.uri)
  await call.ringing
  call.hangUp()
  await cancelled
  t.match(await call.ended, { status: 487 })
})

t.test('the tone probe finds a tone to the hertz, and nothing in silence', async (t) => {
  t.equal(dominantHz(tone(1004, 500)), 1004)
  t.equal(dominantHz(new Int16Array(8000)), undefined)
  t.ok(Math.abs(levelAt(440, tone(440, 200, 0.3)) - 0.3) < 0.01)
})

for (const codec of ['PCMU', 'PCMA'] as const)
  t.test(`${codec} of the test phone keeps a tone within its quantisation`, async (t) => {
    const sent = tone(700, 100)
    const heard = decode(codec, encode(codec, sent))
    const worst = Math.max(...sent.map((sample, n) => Math.abs(sample - (heard[n] ?? 0))))
    t.ok(worst <= 512 / 2, `worst error ${worst}`)
  })
