import t from 'tap'
import type { Transport } from '../../../edge/hop.ts'
import { startInviteClient, stepInviteClient } from '../../../edge/transaction/invite-client.ts'
import {
  startNonInviteClient,
  stepNonInviteClient,
} from '../../../edge/transaction/non-invite-client.ts'
import { createStage, responseOf, ScriptedHop } from '../scripted-hop.ts'

function listener() {
  const heard: (number | string)[] = []
  const user = {
    onResponse: ({ status }: { status: number }) => heard.push(status),
    onFailure: (status: number) => heard.push(`made up ${status}`),
    onEnd: () => heard.push('end'),
  }
  return { heard, user }
}

function inviting(transport: Transport) {
  const stage = createStage()
  const hop = new ScriptedHop(transport, stage.now)
  const { heard, user } = listener()
  const transaction = startInviteClient('invite', hop, stage.timing, () => 'ack', user)
  const receive = (status: number) =>
    stepInviteClient(transaction, { type: 'response', response: responseOf(status, 'INVITE') })
  return { ...stage, hop, heard, transaction, receive }
}

function asking(transport: Transport) {
  const stage = createStage()
  const hop = new ScriptedHop(transport, stage.now)
  const { heard, user } = listener()
  const transaction = startNonInviteClient('info', hop, stage.timing, user)
  const receive = (status: number) =>
    stepNonInviteClient(transaction, { type: 'response', response: responseOf(status, 'INFO') })
  return { ...stage, hop, heard, receive }
}

const tenths = (times: number[]) => times.map((at) => Math.round(at / 100) / 10)

t.test('an INVITE that nobody answers is sent seven times, and given up at 32 s', async (t) => {
  const { hop, pass, heard, wheel } = inviting('udp')
  pass(31_990)
  t.same(heard, [])
  pass(20)
  t.same(tenths(hop.times('invite')), [0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5])
  t.same(heard, ['end', 'made up 408'])
  t.equal(wheel.pending + hop.listening, 0)
})

t.test('a provisional response ends the repeats, and the call may ring for ever', async (t) => {
  const { hop, pass, heard, receive } = inviting('udp')
  receive(180)
  pass(300_000)
  t.same(hop.times('invite'), [0])
  receive(486)
  receive(486)
  t.equal(hop.times('ack').length, 2, 'a refusal that comes again is acknowledged again')
  receive(200)
  t.same(heard, [180, 486], 'and heard once')
  pass(32_010)
  t.same(heard, [180, 486, 'end'])
})

t.test('every 2xx is passed on until timer M, because each fork may send one', async (t) => {
  const { hop, pass, heard, receive } = inviting('udp')
  receive(200)
  receive(200)
  receive(180)
  receive(500)
  t.same(heard, [200, 200])
  t.same(hop.times('ack'), [], 'the ACK of a 2xx is not the transaction’s')
  pass(32_010)
  t.same(heard, [200, 200, 'end'])
})

t.test('a cancelled INVITE that never ends is given up after 64*T1', async (t) => {
  const { pass, heard, receive, transaction } = inviting('ws')
  receive(180)
  pass(60_000)
  stepInviteClient(transaction, { type: 'cancelled' })
  pass(31_990)
  t.same(heard, [180])
  pass(20)
  t.same(heard, [180, 'end', 'made up 408'])
})

t.test('a connection that is lost ends the INVITE at once, unless it is answered', async (t) => {
  for (const before of [[], [180]]) {
    const { hop, heard, receive, wheel } = inviting('ws')
    before.forEach(receive)
    hop.lose()
    t.same(heard, [...before, 'end', 'made up 503'])
    t.equal(wheel.pending + hop.listening, 0)
  }
  const { hop, heard, receive } = inviting('ws')
  receive(200)
  hop.lose()
  t.same(heard, [200])
})

t.test('other requests are repeated by timer E, at T2 once a provisional came', async (t) => {
  const { hop, pass, heard, wheel } = asking('udp')
  pass(32_010)
  t.same(tenths(hop.times('info')), [0, 0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5])
  t.same(heard, ['end', 'made up 408'])
  t.equal(wheel.pending, 0)

  const slow = asking('udp')
  slow.receive(100)
  slow.pass(9_000)
  t.same(tenths(slow.hop.times('info')), [0, 0.5, 4.5, 8.5])
  slow.receive(200)
  slow.receive(200)
  t.same(slow.heard, [100, 200])
  slow.pass(5_020)
  t.same(slow.heard, [100, 200, 'end'])
})

t.test('on a connection nothing is repeated, and an answer ends all at once', async (t) => {
  const { hop, pass, heard, receive } = asking('tcp')
  pass(10_000)
  receive(200)
  pass(20)
  t.same(hop.times('info'), [0])
  t.same(heard, [200, 'end'])
})
