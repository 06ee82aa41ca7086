import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { type LegId, named, type PlayId, type PromptId } from '../../core/names.ts'
import { answer, field, type Phone, request, startUdpPhone } from '../../testkit/edge/edge-phone.ts'
import { inviteOf } from '../../testkit/edge/raw-call.ts'
import { UdpPhone } from '../../testkit/phone/udp-phone.ts'
import { dominantHz } from '../../testkit/sound/tone.ts'
import { createVoiceStage, type VoiceStage } from './voice-stage.ts'

const bodyOf = (message: string): string => message.slice(message.indexOf('\r\n\r\n') + 4)

/** A caller whose INVITE has arrived. */
async function arrive(stage: VoiceStage, phone: Phone) {
  const sound = await UdpPhone.open(400)
  const plan = inviteOf(phone, stage, { body: sound.offer })
  phone.send(request(phone, plan))
  const { leg } = await stage.next('leg.arrived')
  return { sound, plan, leg }
}

/** Hangs up this leg, and all that follows from it is over. */
async function hangUp(stage: VoiceStage, phone: Phone, leg: LegId): Promise<void> {
  stage.order({ do: 'hangUp', leg, reason: 'finished' })
  const dialogs = stage.edge.counts().dialogs
  phone.send(answer(await phone.next('BYE'), '200 OK'))
  for (let waited = 0; waited < 4000; waited += 10) {
    if (stage.edge.counts().dialogs < dialogs) return
    await sleep(10)
  }
}

t.test('a caller hears a prompt before the answer, which says the same again', async (t) => {
  const stage = await createVoiceStage()
  const phone = await startUdpPhone(stage.edge.sipPort)
  const { sound, plan, leg } = await arrive(stage, phone)
  stage.order({ do: 'progress', leg })
  stage.order({ do: 'progress', leg })
  const early = await phone.next('183')
  sound.connect(bodyOf(early))
  const play = named<PlayId>('c1.p1')
  stage.order({ do: 'play', leg, play, prompts: [named<PromptId>('en/number/3')] })
  t.same(await stage.next('leg.played'), { type: 'leg.played', leg, play })
  t.ok(dominantHz(sound.sound), 'the prompt was heard')
  t.notOk(phone.seen.some((message) => message.startsWith('SIP/2.0 200')))

  stage.order({ do: 'answer', leg })
  const ok = await phone.next('200')
  t.equal(bodyOf(ok), bodyOf(early))
  t.equal(field(ok, 'To'), field(early, 'To'))
  t.equal(phone.seen.filter((message) => message.startsWith('SIP/2.0 183')).length, 1)
  phone.send(request(phone, { ...plan, method: 'ACK', to: field(ok, 'To'), body: '' }))
  await stage.next('leg.answered')
  await hangUp(stage, phone, leg)
  sound.close()
  phone.close()
  await stage.stop()
})

t.test('a caller who cancels in early media ends, and its port is free again', async (t) => {
  const stage = await createVoiceStage()
  const phone = await startUdpPhone(stage.edge.sipPort)
  const { sound, plan, leg } = await arrive(stage, phone)
  stage.order({ do: 'progress', leg })
  const branch = /branch=([^;\r]+)/.exec(await phone.next('183'))?.[1] ?? ''
  phone.send(request(phone, { ...plan, method: 'CANCEL', branch, body: '' }))
  t.match(await phone.next('487'), /^SIP\/2.0 487/)
  t.same(await stage.next('leg.ended'), { type: 'leg.ended', leg, reason: 'cancelled' })
  sound.close()
  phone.close()
  await stage.stop()
})

t.test('an announcement is heard, and then the call is refused without an answer', async (t) => {
  const stage = await createVoiceStage()
  const phone = await startUdpPhone(stage.edge.sipPort)
  const { sound, plan, leg } = await arrive(stage, phone)
  stage.order({ do: 'progress', leg })
  const play = named<PlayId>('c1.f1')
  stage.order({ do: 'play', leg, play, prompts: [named<PromptId>('en/number/3')] })
  const early = await phone.next('183')
  sound.connect(bodyOf(early))
  t.same(await stage.next('leg.played'), { type: 'leg.played', leg, play })
  t.ok(dominantHz(sound.sound), 'it was heard')
  stage.order({ do: 'refuse', leg, status: 410, reason: 'finished' })
  const final = await phone.next('SIP/2.0 410')
  t.equal(field(final, 'To'), field(early, 'To'))
  const branch = /branch=([^;\r]+)/.exec(final)?.[1] ?? ''
  phone.send(request(phone, { ...plan, method: 'ACK', branch, to: field(final, 'To'), body: '' }))
  t.same(await stage.next('leg.ended'), { type: 'leg.ended', leg, reason: 'finished' })
  t.notOk(phone.seen.some((message) => message.startsWith('SIP/2.0 200')))
  sound.close()
  phone.close()
  await stage.stop()
})

t.test("a caller led outside hears the far end's own ringing, then the far end", async (t) => {
  const stage = await createVoiceStage()
  const phone = await startUdpPhone(stage.edge.sipPort)
  const { sound, plan, leg } = await arrive(stage, phone)
  stage.order({ do: 'answer', leg })
  const ok = await phone.next('200')
  phone.send(request(phone, { ...plan, method: 'ACK', to: field(ok, 'To'), body: '' }))
  sound.connect(bodyOf(ok))

  const far = await UdpPhone.open(600)
  const outside = named<LegId>('c1.1')
  const uri = `sip:110@127.0.0.1:${phone.port}`
  const ring = { to: { uri }, caller: { number: '138' }, autoAnswer: false }
  stage.order({ do: 'ring', leg: outside, ...ring })
  const invite = await phone.next('INVITE')
  far.connect(bodyOf(invite))
  const said = { tag: 'far', contact: uri, body: far.offer }
  phone.send(answer(invite, '183 Session Progress', said))
  t.same(await stage.next('leg.ringing'), { type: 'leg.ringing', leg: outside })
  t.match(await stage.next('leg.ringing'), { leg: outside, sounds: true })
  stage.order({ do: 'hear', rows: [[leg, [{ leg: outside }]]] })
  const hears = async (hz: number): Promise<boolean> => {
    for (let waited = 0; waited < 5000; waited += 100) {
      sound.forget()
      await sleep(300)
      if (Math.abs((dominantHz(sound.sound) ?? 0) - hz) <= 5) return true
    }
    return false
  }
  t.ok(await hears(600), 'before the answer')
  phone.send(answer(invite, '200 OK', said))
  await stage.next('leg.answered')
  t.ok(await hears(600), 'and after it')
  await phone.next('ACK')
  await hangUp(stage, phone, outside)
  await hangUp(stage, phone, leg)
  far.close()
  sound.close()
  phone.close()
  await stage.stop()
})
