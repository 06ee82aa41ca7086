import t from 'tap'
import type { Transport } from '../../../edge/hop.ts'
import { createInviteServer, stepInviteServer } from '../../../edge/transaction/invite-server.ts'
import {
  createNonInviteServer,
  stepNonInviteServer,
} from '../../../edge/transaction/non-invite-server.ts'
import { createStage, ScriptedHop } from '../scripted-hop.ts'

function invited(transport: Transport) {
  const stage = createStage()
  const hop = new ScriptedHop(transport, stage.now)
  let ended = 0
  const transaction = createInviteServer('t1', hop, stage.timing, () => (ended += 1))
  const respond = (status: number) =>
    stepInviteServer(transaction, { type: 'respond', status, text: String(status) })
  const step = (type: 'invite' | 'ack') => stepInviteServer(transaction, { type })
  return { ...stage, hop, transaction, respond, step, ended: () => ended }
}

t.test('a refusal of an INVITE is repeated by timer G until timer H', async (t) => {
  const { hop, respond, pass, ended, wheel } = invited('udp')
  respond(100)
  respond(486)
  pass(31_990)
  t.equal(ended(), 0)
  pass(20)
  t.same(
    hop.times('486').map((at) => Math.round(at / 100) / 10),
    [0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5],
  )
  t.equal(ended(), 1)
  t.equal(wheel.pending, 0)
})

t.test('the ACK of a refusal ends its repeats; late INVITEs are absorbed for T4', async (t) => {
  const { hop, respond, step, pass, transaction, ended, wheel } = invited('udp')
  respond(180)
  step('invite')
  t.same(hop.times('180'), [0, 0])
  respond(486)
  step('invite')
  step('ack')
  t.equal(transaction.state, 'confirmed')
  step('invite')
  pass(4990)
  t.same(hop.times('486'), [0, 0])
  t.equal(ended(), 0)
  pass(20)
  t.equal(ended(), 1)
  t.equal(wheel.pending, 0)
})

t.test('after a 2xx repeated INVITEs are absorbed until timer L', async (t) => {
  const { hop, respond, step, pass, ended } = invited('udp')
  respond(200)
  step('invite')
  t.same(hop.times('200'), [0], 'RFC 6026: the user repeats it, not the transaction')
  respond(200)
  t.equal(hop.times('200').length, 2)
  pass(32_010)
  t.equal(ended(), 1)
})

t.test('on a connection nothing is repeated and an ACK ends all at once', async (t) => {
  const { hop, respond, step, pass, ended } = invited('tcp')
  respond(404)
  pass(10_000)
  t.same(hop.times('404'), [0])
  step('ack')
  t.equal(ended(), 1)
})

t.test('other requests are answered again when they come again, until timer J', async (t) => {
  const { timing, pass, now, wheel } = createStage()
  const hop = new ScriptedHop('udp', now)
  let ended = 0
  const transaction = createNonInviteServer('t1', hop, timing, () => (ended += 1))
  stepNonInviteServer(transaction, { type: 'request' })
  t.equal(hop.sent.length, 0)
  stepNonInviteServer(transaction, { type: 'respond', status: 200, text: 'ok' })
  stepNonInviteServer(transaction, { type: 'request' })
  t.equal(hop.times('ok').length, 2)
  stepNonInviteServer(transaction, { type: 'respond', status: 500, text: 'late' })
  t.same(hop.times('late'), [])
  pass(32_010)
  t.equal(ended, 1)
  t.equal(wheel.pending, 0)
})

t.test('a request that nobody answers is forgotten after 64*T1', async (t) => {
  const { timing, pass, now } = createStage()
  let ended = 0
  createNonInviteServer('t1', new ScriptedHop('ws', now), timing, () => (ended += 1))
  pass(32_010)
  t.equal(ended, 1)
})
