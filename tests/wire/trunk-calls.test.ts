import t, { type Test } from 'tap'
import { type LegId, named } from '../../core/names.ts'
import type { Trunk } from '../../core/trunk.ts'
import type { RingOrder } from '../../sip/signalling.ts'
import { sdp } from '../../testkit/edge/raw-call.ts'
import { createSipStage, type SipStage } from '../../testkit/edge/sip-stage.ts'
import type { Respond } from '../../testkit/phone/endpoint.ts'
import { headerOf, methodOf, type SipMessage } from '../../testkit/phone/sip-text.ts'
import { makeTrunk } from '../../testkit/samples.ts'
import { type CarrierOptions, openCarrier } from './trunk-carrier.ts'

let legs = 0
const nextLeg = (): LegId => named<LegId>(`c1.${(legs += 1)}`)
const account = {
  user: 'acc42',
  domain: 'x.example',
  password: 'secret',
  registers: false,
  expiresSeconds: 600,
}

async function open(t: Test): Promise<SipStage> {
  const stage = await createSipStage(undefined, undefined, { unseal: (sealed) => sealed })
  t.teardown(() => stage.stop())
  return stage
}
async function carrierFor(t: Test, options?: CarrierOptions) {
  const carrier = await openCarrier(options)
  t.teardown(() => carrier.close())
  return carrier
}
function set(stage: SipStage, ...trunks: Trunk[]): void {
  stage.signalling.perform({ do: 'setTrunks', trunks, unknownSources: 'reject' })
}
function ring(
  stage: SipStage,
  trunk: Trunk,
  caller: RingOrder['caller'] = { number: '95000' },
): LegId {
  const leg = nextLeg()
  const to = { trunk: trunk.id, digits: '+8613800138000' }
  stage.signalling.ring(leg, { to, offer: sdp, caller, autoAnswer: false })
  return leg
}
/** Takes the call; the far end of a talk. */
const takes = (request: SipMessage, respond: Respond): void => {
  if (methodOf(request) !== 'INVITE') {
    respond(200)
    return
  }
  const contact = ['Contact', '<sip:far@127.0.0.1:9>'] as const
  respond(200, [['To', `${headerOf(request, 'to')};tag=far`], contact, type], sdp)
}
const type = ['Content-Type', 'application/sdp'] as const
const says = (status: number) => (_request: SipMessage, respond: Respond) => respond(status)

t.test(
  'a challenged call goes on with the same Call-ID, and its BYE is authorized too',
  async (t) => {
    for (const challengeStatus of [401, 407] as const) {
      const stage = await open(t)
      const carrier = await carrierFor(t, {
        challenges: ['INVITE', 'BYE'],
        challengeStatus,
        answer: (request, respond) => {
          const here = ['Contact', `<sip:far@127.0.0.1:${carrier.endpoint.port}>`] as const
          const to = ['To', `${headerOf(request, 'to')};tag=far`] as const
          if (methodOf(request) === 'INVITE') respond(200, [to, here, type], sdp)
          else respond(200)
        },
      })
      const trunk = makeTrunk('carrier', { proxies: [carrier.uri], account })
      set(stage, trunk)
      const leg = ring(stage, trunk, { number: '95000', name: 'Sales' })
      const first = await carrier.next('INVITE')
      t.equal(
        first.start,
        `INVITE sip:+8613800138000@127.0.0.1:${carrier.endpoint.port};user=phone SIP/2.0`,
      )
      t.match(headerOf(first, 'from'), /^"Sales" <sip:95000@x\.example>;tag=/)
      t.equal(headerOf(first, 'p-asserted-identity'), '<sip:95000@x.example>')
      await carrier.next('ACK')
      const second = await carrier.next('INVITE')
      for (const same of ['call-id', 'from']) t.equal(headerOf(second, same), headerOf(first, same))
      t.equal(parseInt(headerOf(second, 'cseq')), parseInt(headerOf(first, 'cseq')) + 1)
      t.same(await stage.next('leg.answered'), { type: 'leg.answered', leg, answer: sdp })
      await carrier.next('ACK')
      stage.signalling.hangUp(leg, 'finished')
      const bye = await carrier.next('BYE')
      t.match(
        headerOf(bye, challengeStatus === 401 ? 'authorization' : 'proxy-authorization'),
        /nc=00000002/,
      )
    }
  },
)

t.test('a wrong password ends the call at once', async (t) => {
  const stage = await open(t)
  const carrier = await carrierFor(t, { challenges: ['INVITE'], password: 'other' })
  const trunk = makeTrunk('carrier', { proxies: [carrier.uri], account })
  set(stage, trunk)
  const leg = ring(stage, trunk)
  t.match(await stage.next('leg.ended'), { leg, reason: 'trunk-failed' })
  t.equal(carrier.seen.filter((request) => methodOf(request) === 'INVITE').length, 2)
})

t.test('a caller who is not to be shown is named to the network alone', async (t) => {
  const stage = await open(t)
  const carrier = await carrierFor(t, { answer: says(486) })
  const callerId = { number: '+8657195000', always: true }
  const plain = makeTrunk('plain', { proxies: [carrier.uri] })
  const masked = makeTrunk('masked', {
    proxies: [carrier.uri],
    outbound: { form: 'e164', callerId },
  })
  set(stage, plain, masked)
  const leg = ring(stage, plain, { number: '138', name: 'Li Na', anonymous: true })
  const invite = await carrier.next('INVITE')
  t.match(headerOf(invite, 'from'), /^"Anonymous" <sip:anonymous@anonymous\.invalid>;tag=/)
  t.equal(headerOf(invite, 'privacy'), 'id')
  t.equal(headerOf(invite, 'p-asserted-identity'), '<sip:138@127.0.0.1>')
  t.match(await stage.next('leg.ended'), { leg, reason: 'busy' })
  ring(stage, masked, { number: '138' })
  t.match(headerOf(await carrier.next('INVITE'), 'from'), '<sip:+8657195000@127.0.0.1>')
})

t.test('the next proxy is tried where one cannot, and the callee’s word is final', async (t) => {
  const stage = await open(t)
  const [one, two] = [
    await carrierFor(t, { answer: says(503) }),
    await carrierFor(t, { answer: takes }),
  ]
  const trunk = makeTrunk('carrier', { proxies: [one.uri, two.uri] })
  set(stage, trunk)
  const answered = ring(stage, trunk)
  t.match(await stage.next('leg.answered'), { leg: answered })
  t.equal(one.seen.filter((request) => methodOf(request) === 'INVITE').length, 1)
  for (const [status, reason] of [
    [486, 'busy'],
    [404, 'unknown-number'],
    [484, 'unknown-number'],
    [603, 'rejected'],
    [480, 'unreachable'],
    [488, 'no-common-codec'],
  ] as const) {
    one.carrier.answer = says(status)
    const leg = ring(stage, trunk)
    t.match(await stage.next('leg.ended'), { leg, reason }, String(status))
  }
  one.carrier.answer = says(500)
  two.carrier.answer = says(502)
  const failed = ring(stage, trunk)
  t.match(await stage.next('leg.ended'), { leg: failed, reason: 'trunk-failed' })
  two.carrier.answer = (request, respond) => {
    respond(180, [['To', `${headerOf(request, 'to')};tag=x`]])
    respond(500, [['To', `${headerOf(request, 'to')};tag=x`]])
  }
  const rung = ring(stage, trunk)
  t.match(await stage.next('leg.ringing'), { leg: rung })
  t.match(await stage.next('leg.ended'), { leg: rung, reason: 'unreachable' }, 'it has rung')
})

t.test('a call that is given up between two proxies goes to none', async (t) => {
  const stage = await open(t)
  const held: Respond[] = []
  const one = await carrierFor(t, { answer: (_request, respond) => held.push(respond) })
  const two = await carrierFor(t, { answer: takes })
  const trunk = makeTrunk('carrier', { proxies: [one.uri, two.uri] })
  set(stage, trunk)
  const leg = ring(stage, trunk)
  await one.next('INVITE')
  stage.signalling.hangUp(leg, 'no-answer')
  for (const respond of held) respond(503)
  t.match(await stage.next('leg.ended'), { leg, reason: 'no-answer' })
  await stage.signalling.stop()
  t.same(two.seen, [])
})

t.test('a trunk that is down, full, unknown or switched off takes no call', async (t) => {
  const stage = await open(t)
  const carrier = await carrierFor(t, {
    answer: (request, respond) => {
      if (methodOf(request) === 'OPTIONS') respond(503)
      else respond(180, [['To', `${headerOf(request, 'to')};tag=x`]])
    },
  })
  const down = makeTrunk('down', { proxies: [carrier.uri], keepAliveSeconds: 30 })
  const full = makeTrunk('full', {
    proxies: [carrier.uri],
    limits: { calls: 1, callsPerSecond: 0 },
  })
  const off = makeTrunk('off', { proxies: [carrier.uri], enabled: false })
  set(stage, down, full, off)
  while ((await stage.next('trunk.changed')).state !== 'down');
  for (const trunk of [down, off, makeTrunk('unknown')]) {
    const leg = ring(stage, trunk)
    t.match(await stage.next('leg.ended'), { leg, reason: 'trunk-down' }, trunk.id)
  }
  const first = ring(stage, full)
  t.match(await stage.next('leg.ringing'), { leg: first })
  const second = ring(stage, full)
  t.match(await stage.next('leg.ended'), { leg: second, reason: 'trunk-full' })
  stage.signalling.hangUp(first, 'cancelled')
  await stage.next('leg.ended')
  const third = ring(stage, full)
  t.match(await stage.next('leg.ringing'), { leg: third })
})
