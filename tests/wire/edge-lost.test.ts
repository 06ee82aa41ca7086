import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { type LegId, named } from '../../core/names.ts'
import type { RingOrder } from '../../sip/signalling.ts'
import { startUdpPhone } from '../../testkit/edge/edge-phone.ts'
import { sdp, talk } from '../../testkit/edge/raw-call.ts'
import { createSender, createSipStage, sittingOf } from '../../testkit/edge/sip-stage.ts'
import { startEdgeProcess } from './edge-process.ts'

t.test(
  'when the edge dies its calls and registrations end, and the next serves new ones',
  async (t) => {
    const edge = await startEdgeProcess()
    const stage = await createSipStage(undefined, edge)
    const phone = await startUdpPhone(edge.sipPort)
    const sender = await createSender(edge.sipPort)
    await sender.register(sittingOf('1001'), '<sip:anna@127.0.0.1:9>')
    const talking = await talk(stage, phone)
    const rung = named<LegId>('c1.1')
    const order: RingOrder = {
      to: { uri: `sip:phone@127.0.0.1:${phone.port}` },
      offer: sdp,
      caller: { number: '138' },
      autoAnswer: false,
    }
    stage.signalling.ring(rung, order)
    await phone.next('INVITE')

    await edge.kill()
    t.match(await stage.next('leg.ended'), { leg: talking.leg, reason: 'unreachable' })
    t.match(await stage.next('leg.ended'), { leg: rung, reason: 'unreachable' })
    await stage.next('device.unregistered')
    t.same(stage.signalling.legs(), [])
    stage.signalling.ring(rung, order)
    t.match(await stage.next('leg.ended'), { leg: rung, reason: 'unreachable' }, 'while it is away')

    await edge.start()
    await sleep(1000)
    const again = await talk(stage, phone)
    t.same(stage.signalling.legs(), [again.leg])
    await sender.register(sittingOf('1001'), '<sip:anna@127.0.0.1:9>')
    await stage.next('device.registered')
    phone.close()
    sender.close()
    await stage.stop()
  },
)
