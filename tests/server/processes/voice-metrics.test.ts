import t from 'tap'
import type { LegId, TrunkId } from '../../../core/names.ts'
import { createVoiceMetrics } from '../../../server/processes/voice-metrics.ts'
import { sdp } from '../../../testkit/edge/edge-app.ts'
import { field, request, startUdpPhone } from '../../../testkit/edge/edge-phone.ts'
import { inviteOf } from '../../../testkit/edge/raw-call.ts'
import { createSender, createSipStage, sittingOf } from '../../../testkit/edge/sip-stage.ts'

t.test('what voice refuses, and what of its own is not taken, stands on /metrics', async (t) => {
  const { onRefusal, text } = createVoiceMetrics()
  const stage = await createSipStage(undefined, undefined, { onRefusal })
  const phone = await startUdpPhone(stage.edge.sipPort)
  const sender = await createSender(stage.edge.sipPort)
  t.teardown(async () => {
    phone.close()
    sender.close()
    await stage.stop()
  })
  const { signalling } = stage
  const told = async (direction: string, method: string, reason: string): Promise<string> => {
    const labels = `direction="${direction}",method="${method}",reason="${reason}"`
    const start = `callwright_voice_refusals_total{${labels}} `
    const line = (await text()).split('\n').find((each) => each.startsWith(start))
    return line?.slice(start.length) ?? 'none'
  }
  const refused = async (status: string): Promise<string> => {
    phone.send(request(phone, inviteOf(phone, stage)))
    return field(await phone.next(status), 'Reason')
  }

  signalling.perform({ do: 'setTrunks', trunks: [], unknownSources: 'reject' })
  t.match(await refused('403'), /not-authorized/)
  t.equal(await told('in', 'INVITE', 'not-authorized'), '1')
  signalling.drain()
  t.match(await refused('503'), /draining/)
  t.match(await refused('503'), /draining/)
  t.equal(await told('in', 'INVITE', 'draining'), '2')

  const contact = `<sip:1001@127.0.0.1:${sender.port}>`
  const forged = { ...sittingOf('1001'), password: 'guessed' }
  for (let tries = 0; tries < 6; tries++) await sender.register(forged, contact)
  t.equal(await told('in', 'REGISTER', 'bad-credentials'), '5')
  t.equal(await told('in', 'REGISTER', 'too-many-attempts'), '1')

  const order = { offer: sdp('us'), caller: { number: '95000' }, autoAnswer: false }
  const to = { trunk: 'none' as TrunkId, digits: '123' }
  signalling.ring('leg-1' as LegId, { ...order, to })
  t.equal((await stage.next('leg.ended')).reason, 'trunk-down')
  t.equal(await told('out', 'INVITE', 'trunk-down'), '1')
})
