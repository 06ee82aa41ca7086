import t from 'tap'
import type { VoiceEffect } from '../../core/effect.ts'
import { named } from '../../core/names.ts'
import type { QueueRule, RecordingRule } from '../../core/policy.ts'
import { Stage } from '../../testkit/calls/stage.ts'
import { withSalesRule } from '../../testkit/calls/tenant.ts'

/** What was ordered of recordings, in order: `record c7 in1 c7.1`, `stop c7`. */
const ordersOf = (stage: Stage) => stage.orders.flatMap(({ effect }) => tell(effect) ?? [])

function tell(effect: VoiceEffect): string | undefined {
  switch (effect.do) {
    case 'record':
      return ['record', effect.recording, effect.left, ...effect.right].join(' ')
    case 'stopRecording':
      return `stop ${effect.recording}`
    case 'pauseRecording':
      return `pause ${effect.recording}`
    case 'resumeRecording':
      return `resume ${effect.recording}`
    default:
      return undefined
  }
}

/** A caller and Anna, who talk about sales under this rule of recording. */
function talking(recording?: RecordingRule, rule: Partial<QueueRule> = {}) {
  const stage = new Stage(withSalesRule({ ...rule, ...(recording && { recording }) }))
  const anna = stage.agent('1001').answersAfter(1).isReady()
  const caller = stage.caller().waitsForSales()
  stage.passes(5)
  const contact = stage.contactOf(caller)
  return { stage, anna, caller, contact, leg: caller.leg }
}

t.test('where nothing is said, the talk is recorded and its keys are heard', async (t) => {
  const { stage, contact, leg, anna } = talking()
  t.same(ordersOf(stage), [`record ${contact} ${leg} ${anna.leg ?? ''}`])
  t.notOk(stage.orders.some(({ effect }) => effect.do === 'record' && effect.masked))
})

t.test('from the answer on: flow, waiting and talk are in one recording', async (t) => {
  const { stage, anna, caller, contact, leg } = talking({ when: 'answer', mask: true })
  const talk = `record ${contact} ${leg} ${anna.leg ?? ''}`
  t.same(ordersOf(stage), [`record ${contact} ${leg}`, `record ${contact} ${leg}`, talk])
  for (const { effect } of stage.orders)
    if (effect.do === 'record') t.equal(effect.masked, true, 'keys are silence in all of it')
  caller.hangsUp()
  t.same(ordersOf(stage).slice(3), [`stop ${contact}`])
})

t.test('a flow that was recorded for another queue is not recorded on', async (t) => {
  const stage = new Stage(withSalesRule({ recording: { when: 'answer', mask: false } }))
  const caller = stage.caller().dials().presses('1', '2')
  const contact = stage.contactOf(caller)
  t.match(stage.of('contact.queued'), [{ queue: 'support' }])
  t.same(ordersOf(stage), [`record ${contact} ${caller.leg}`, `stop ${contact}`])
  const bert = stage.agent('1002').answersAfter(1).isReady()
  stage.passes(5)
  t.same(ordersOf(stage).slice(2), [`record ${contact}.r2 ${caller.leg} ${bert.leg ?? ''}`])
})

t.test('never means never, and a transfer to such a queue ends the recording', async (t) => {
  const { stage, caller, anna, contact } = talking({ when: 'never', mask: false })
  t.same(ordersOf(stage), [])
  anna.asks({ ask: 'pauseRecording', contact })
  t.match(stage.of('ask.refused'), [{ ask: 'pauseRecording', reason: 'not-possible-now' }])
  anna.asks({ ask: 'transfer', contact, to: { queue: named('support') } })
  stage.agent('1002').answersAfter(1).isReady()
  stage.passes(5)
  t.equal(stage.sound.recordings.size, 1)
  const bert = stage.agent('1002')
  bert.asks({ ask: 'transfer', contact, to: { queue: named('sales') } })
  t.equal(stage.sound.recordings.size, 0)
  caller.hangsUp()
})

t.test('a message after a talk is a recording of its own', async (t) => {
  const limits = [{ when: 'wait', above: 5, to: { voicemail: true } }] as const
  const { stage, anna, caller, contact, leg } = talking(undefined, { limits })
  const first = `record ${contact} ${leg} ${anna.leg ?? ''}`
  anna.asks({ ask: 'transfer', contact, to: { queue: named('sales') } })
  stage.passes(20)
  const all = [first, `record ${contact} ${leg}`, `stop ${contact}`]
  t.same(ordersOf(stage), [...all, `record ${contact}.r2 ${leg}`])
  caller.hangsUp()
  t.same(ordersOf(stage).slice(4), [`stop ${contact}.r2`])
})

t.test('an agent pauses the recording while a card number is told', async (t) => {
  const { stage, anna, contact } = talking()
  anna.asks({ ask: 'resumeRecording', contact })
  t.match(stage.of('ask.refused'), [{ ask: 'resumeRecording' }], 'nothing is paused yet')
  anna.asks({ ask: 'pauseRecording', contact })
  t.match(stage.of('recording.paused'), [{ contact, agent: anna.id, recording: contact }])
  anna.asks({ ask: 'pauseRecording', contact })
  t.equal(stage.of('ask.refused').length, 2, 'it is paused already')
  anna.asks({ ask: 'resumeRecording', contact })
  t.match(stage.of('recording.resumed'), [{ contact, recording: contact, by: 'agent' }])
  t.same(ordersOf(stage).slice(1), [`pause ${contact}`, `resume ${contact}`])
})

t.test('a pause is over with the talk: who takes the caller next is recorded', async (t) => {
  const { stage, anna, contact, leg } = talking()
  anna.asks({ ask: 'pauseRecording', contact })
  anna.asks({ ask: 'transfer', contact, to: { queue: named('support') } })
  t.match(stage.of('recording.resumed'), [{ by: 'end-of-talk' }])
  t.same(ordersOf(stage).slice(2), [`record ${contact} ${leg}`, `resume ${contact}`])
})

t.test('a pause outlasts a page that reloads, and ends when the agent stays away', async (t) => {
  const { stage, anna, contact } = talking()
  anna.asks({ ask: 'pauseRecording', contact })
  anna.vanishes()
  stage.passes(1)
  t.equal(stage.of('recording.resumed').length, 0, 'the number may still be told')
  anna.comesBack()
  stage.passes(2)
  t.equal(stage.of('contact.agentRejoined').length, 1)
  anna.asks({ ask: 'resumeRecording', contact })
  t.match(stage.of('recording.resumed'), [{ by: 'agent' }])
  anna.asks({ ask: 'pauseRecording', contact })
  anna.vanishes()
  stage.passes(20)
  t.match(stage.of('recording.resumed')[1], { by: 'end-of-talk' })
})

t.test('killed in a pause: it is paused still, and can be resumed', async (t) => {
  const { stage, anna, contact } = talking()
  stage.killsCentreInNextTurn()
  anna.asks({ ask: 'pauseRecording', contact })
  t.same(ordersOf(stage).slice(1), [])
  stage.restartsCentre()
  t.same(ordersOf(stage).slice(1), [`pause ${contact}`])
  anna.asks({ ask: 'resumeRecording', contact })
  t.same(ordersOf(stage).slice(2), [`resume ${contact}`])
})
