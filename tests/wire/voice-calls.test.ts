import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { hearEachOther } from '../../core/hearing.ts'
import {
  type AgentId,
  named,
  type PlayId,
  type PromptId,
  type RecordingId,
} from '../../core/names.ts'
import {
  answer,
  field,
  request,
  startUdpPhone,
  startWsPhone,
} from '../../testkit/edge/edge-phone.ts'
import { browser, inviteOf, registerSoftphone, sdp } from '../../testkit/edge/raw-call.ts'
import { createPhone } from '../../testkit/phone/phone.ts'
import { dominantHz } from '../../testkit/sound/tone.ts'
import { agentLeg, createVoiceStage, endingsOf, isHeard, ringing } from './voice-stage.ts'

t.test('a caller is answered, hears a prompt and music, presses digits and hangs up', async (t) => {
  const stage = await createVoiceStage()
  const phone = await createPhone()
  const call = await phone.call(stage.uri('95000'), { from: '13800001234', name: '李娜' })
  const { leg, draw = -1, ...arrived } = await stage.next('leg.arrived')
  t.ok(draw >= 0 && draw < 1)
  t.same(arrived, {
    type: 'leg.arrived',
    number: '95000',
    from: '13800001234',
    name: '李娜',
    via: 'sip',
  })
  stage.order({ do: 'answer', leg })
  await call.answered
  t.same(await stage.next('leg.answered'), { type: 'leg.answered', leg })

  const play = named<PlayId>('c1.p1')
  stage.order({ do: 'play', leg, play, prompts: [named<PromptId>('en/number/3')] })
  t.same(await stage.next('leg.played'), { type: 'leg.played', leg, play })
  t.ok(dominantHz(call.heard(2000)), 'the prompt was heard')

  stage.order({ do: 'hear', rows: [[leg, [{ music: named<PromptId>('music/default') }]]] })
  await sleep(500)
  t.ok(dominantHz(call.heard(300)), 'the music is heard')

  await call.sendDigits('1#')
  t.same(await stage.next('leg.digit'), { type: 'leg.digit', leg, digit: '1' })
  t.same(await stage.next('leg.digit'), { type: 'leg.digit', leg, digit: '#' })
  t.equal(await call.info('5'), 200)
  t.same(await stage.next('leg.digit'), { type: 'leg.digit', leg, digit: '5' })

  call.hangUp()
  t.same(await stage.next('leg.ended'), { type: 'leg.ended', leg, reason: 'hung-up' })
  await phone.close()
  await stage.stop()
  t.equal(endingsOf(stage).length, 1)
})

t.test('two phones are bridged, hear each other, and the rest is hung up by order', async (t) => {
  const stage = await createVoiceStage()
  const [caller, agent] = [await createPhone(), await createPhone()]
  const call = await caller.call(stage.uri('95000'), { toneHz: 600 })
  const { leg } = await stage.next('leg.arrived')
  stage.order({ do: 'answer', leg })
  await call.answered

  const rung = new Promise<ReturnType<typeof agent.call> extends Promise<infer C> ? C : never>(
    (resolve) =>
      agent.onInvite((incoming) => {
        t.equal(incoming.from, '138')
        t.equal(incoming.name, 'Li Na')
        resolve(incoming.answer({ toneHz: 900, afterMs: 30 }))
      }),
  )
  stage.order(ringing(agent.uri))
  const answered = await rung
  t.same(await stage.next('leg.ringing'), { type: 'leg.ringing', leg: agentLeg })
  await answered.answered
  while ((await stage.next('leg.answered')).leg !== agentLeg);
  stage.order({ do: 'hear', rows: hearEachOther(leg, agentLeg) })
  const recording = named<RecordingId>('c1')
  stage.order({ do: 'record', recording, left: leg, right: [agentLeg] })
  await sleep(1200)
  t.ok(await isHeard(call, 900), 'the caller hears the agent')
  t.ok(await isHeard(answered, 600), 'the agent hears the caller')

  t.equal(await answered.hold(), 200)
  t.equal(await answered.resume(), 200)
  stage.order({ do: 'stopRecording', recording })
  const { file, bytes } = await stage.next('recording.ended')
  t.equal(statSync(join(stage.dataDir, file)).size, bytes)
  answered.hangUp()
  t.same(await stage.next('leg.ended'), { type: 'leg.ended', leg: agentLeg, reason: 'hung-up' })
  stage.order({ do: 'hangUp', leg, reason: 'finished' })
  t.same(await stage.next('leg.ended'), { type: 'leg.ended', leg, reason: 'finished' })
  t.match(await call.ended, { by: 'far', reason: /finished/ })
  await Promise.all([caller.close(), agent.close()])
  await stage.stop()
  t.equal(endingsOf(stage).length, 2)
})

t.test('a phone that rings is cancelled, and why is in the CANCEL', async (t) => {
  const stage = await createVoiceStage()
  const agent = await createPhone()
  const cancelled = new Promise((resolve) =>
    agent.onInvite((incoming) => {
      incoming.ring()
      void incoming.cancelled.then(() => resolve(true))
    }),
  )
  stage.order(ringing(agent.uri))
  await stage.next('leg.ringing')
  stage.order({ do: 'hangUp', leg: agentLeg, reason: 'no-answer' })
  t.same(await stage.next('leg.ended'), { type: 'leg.ended', leg: agentLeg, reason: 'no-answer' })
  t.ok(await cancelled)
  await agent.close()
  await stage.stop()
  t.equal(endingsOf(stage).length, 1)
})

t.test('a ringing that fails ends the leg with the reason', async (t) => {
  const stage = await createVoiceStage()
  const agent = await createPhone()
  for (const [status, reason] of [
    [486, 'busy'],
    [603, 'rejected'],
    [480, 'unreachable'],
  ] as const) {
    agent.onInvite((incoming) => incoming.reject(status))
    stage.order(ringing(agent.uri))
    t.same(await stage.next('leg.ended'), { type: 'leg.ended', leg: agentLeg, reason })
  }
  stage.order({ ...ringing(''), to: { softphone: named<AgentId>('1001') } })
  t.match(await stage.next('leg.ended'), { reason: 'not-registered' })
  stage.order(ringing('mailto:nobody'))
  t.match(await stage.next('leg.ended'), { reason: 'unreachable' })
  await agent.close()
  await stage.stop()
})

t.test('a caller who gives up before the answer ends as cancelled', async (t) => {
  const stage = await createVoiceStage()
  const phone = await createPhone()
  const call = await phone.call(stage.uri('95000'))
  const { leg } = await stage.next('leg.arrived')
  call.hangUp()
  t.same(await stage.next('leg.ended'), { type: 'leg.ended', leg, reason: 'cancelled' })
  stage.order({ do: 'answer', leg })
  await phone.close()
  await stage.stop()
  t.equal(endingsOf(stage).length, 1)
})

t.test('a refused call gets its status and reason', async (t) => {
  const stage = await createVoiceStage()
  const phone = await createPhone()
  const call = await phone.call(stage.uri('1'))
  const { leg } = await stage.next('leg.arrived')
  stage.order({ do: 'refuse', leg, status: 404, reason: 'unknown-number' })
  t.match(await call.ended, { status: 404, reason: 'X-Callwright;text="unknown-number"' })
  t.same(await stage.next('leg.ended'), { type: 'leg.ended', leg, reason: 'unknown-number' })
  await phone.close()
  await stage.stop()
})

t.test('a caller without a codec of ours, or with nonsense for SDP, gets 488', async (t) => {
  const stage = await createVoiceStage()
  const phone = await startUdpPhone(stage.edge.sipPort)
  const g729 = `${sdp}c=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 18\r\n`
  for (const [offer, reason] of [
    [g729, 'no-common-codec'],
    ['nonsense', 'bad-offer'],
  ] as const) {
    const plan = inviteOf(phone, stage, { body: offer })
    phone.send(request(phone, plan))
    const { leg } = await stage.next('leg.arrived')
    stage.order({ do: 'answer', leg })
    t.same(await stage.next('leg.ended'), { type: 'leg.ended', leg, reason })
    const response = await phone.next('488')
    t.equal(field(response, 'Reason'), `X-Callwright;text="${reason}"`)
  }
  phone.close()
  await stage.stop()
})

t.test('a softphone is rung with an offer that a browser can answer', async (t) => {
  const stage = await createVoiceStage()
  const phone = await startWsPhone(stage.edge.wsPort)
  await registerSoftphone(phone, '1001')
  t.same(await stage.next('device.registered'), { type: 'device.registered', agent: '1001' })
  stage.order({ ...ringing(''), to: { softphone: named<AgentId>('1001') } })
  const invite = await phone.next('INVITE')
  t.match(invite, /m=audio \d+ UDP\/TLS\/RTP\/SAVPF/)
  t.match(invite, /a=ice-lite/)
  phone.send(answer(invite, '200 OK', { tag: 'b', contact: browser, body: sdp }))
  t.match(await stage.next('leg.ended'), { leg: agentLeg, reason: 'no-common-codec' })
  t.match(await phone.next('BYE'), /no-common-codec/, 'an answer that is none is hung up')
  phone.close()
  await stage.stop()
})
