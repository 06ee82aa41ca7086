import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { VoiceEffect } from '../../core/effect.ts'
import type { Trunk } from '../../core/trunk.ts'
import type { SignallingOptions } from '../../sip/signalling.ts'
import { sdp } from '../../testkit/edge/raw-call.ts'
import { createSipStage, type SipStage } from '../../testkit/edge/sip-stage.ts'
import { headerOf, statusOf } from '../../testkit/phone/sip-text.ts'
import { makeTrunk } from '../../testkit/samples.ts'
import { openCarrier, type CarrierOptions } from './trunk-carrier.ts'

const unseal = (sealed: string): string => sealed.replace('sealed.', '')
const account = {
  user: 'acc42',
  domain: 'x.example',
  password: 'sealed.secret',
  registers: true,
  expiresSeconds: 600,
}
const setTrunks = (
  trunks: readonly Trunk[],
  unknownSources: 'accept' | 'reject' = 'accept',
): Extract<VoiceEffect, { do: 'setTrunks' }> => ({ do: 'setTrunks', trunks, unknownSources })

async function open(t: Test, options: Partial<SignallingOptions> = {}): Promise<SipStage> {
  const stage = await createSipStage(undefined, undefined, { unseal, ...options })
  t.teardown(() => stage.stop())
  return stage
}

async function carrierFor(t: Test, options?: CarrierOptions) {
  const carrier = await openCarrier(options)
  t.teardown(() => carrier.close())
  return carrier
}

t.test('an account registers with its sealed password, is refreshed, and goes', async (t) => {
  const stage = await open(t)
  const carrier = await carrierFor(t, { challenges: ['REGISTER'] })
  const trunk = makeTrunk('carrier', {
    proxies: [carrier.uri],
    account,
  })
  stage.signalling.perform(setTrunks([trunk]))
  t.match(await stage.next('trunk.changed'), { trunk: 'carrier', state: 'trying' })
  const first = await carrier.next('REGISTER')
  t.match(first.start, 'REGISTER sip:x.example SIP/2.0')
  t.match(headerOf(first, 'to'), '<sip:acc42@x.example>')
  const second = await carrier.next('REGISTER')
  t.match(headerOf(second, 'authorization'), /algorithm=SHA-256/, 'the strongest')
  t.equal(headerOf(second, 'call-id'), headerOf(first, 'call-id'))
  t.equal(parseInt(headerOf(second, 'cseq')), parseInt(headerOf(first, 'cseq')) + 1)
  t.match(headerOf(second, 'contact'), new RegExp(`<sip:acc42@127.0.0.1:${stage.edge.sipPort}>`))
  t.same(await stage.next('trunk.changed'), {
    type: 'trunk.changed',
    trunk: 'carrier',
    state: 'up',
    proxy: carrier.uri,
  })

  stage.signalling.perform(setTrunks([{ ...trunk, limits: { calls: 3, callsPerSecond: 0 } }]))
  t.match(await stage.next('trunk.changed'), { state: 'up' }, 'told anew, and nothing was sent')
  stage.signalling.perform(setTrunks([]))
  const last = await carrier.next('REGISTER')
  t.equal(headerOf(last, 'expires'), '0')
  t.match(
    headerOf(last, 'authorization'),
    /nc=00000002/,
    'the challenge of before is still answered',
  )
  t.equal(carrier.seen.length, 3)
})

t.test('a wrong password is told, and not tried on and on', async (t) => {
  const stage = await open(t)
  const carrier = await carrierFor(t, {
    challenges: ['REGISTER'],
    password: 'other',
    algorithms: ['MD5'],
  })
  stage.signalling.perform(setTrunks([makeTrunk('carrier', { proxies: [carrier.uri], account })]))
  await stage.next('trunk.changed')
  t.match(await stage.next('trunk.changed'), { state: 'refused', detail: /^401/ })
  await sleep(200)
  t.equal(carrier.seen.length, 2)
  const unreadable = makeTrunk('other', { account })
  stage.signalling.perform(setTrunks([]))
  const closed = await createSipStage()
  closed.signalling.perform(setTrunks([unreadable]))
  t.match(await closed.next('trunk.changed'), { state: 'refused', detail: 'unreadable password' })
  t.notMatch(JSON.stringify(closed.logged), /secret/)
  await closed.stop()
})

t.test('the next proxy is used where one fails, and calls of both are known', async (t) => {
  const stage = await open(t)
  const [down, up] = [
    await carrierFor(t, { answer: (_request, respond) => respond(503) }),
    await carrierFor(t),
  ]
  const trunk = makeTrunk('carrier', { proxies: [down.uri, up.uri], account })
  stage.signalling.perform(setTrunks([trunk], 'reject'))
  await stage.next('trunk.changed')
  t.match(await stage.next('trunk.changed'), { state: 'up', proxy: up.uri })
  const to = { uri: `sip:acc42@127.0.0.1:${stage.edge.sipPort}`, port: stage.edge.sipPort }
  void up.invite(
    to,
    [
      ['To', '<sip:+8657195000@carrier.example>'],
      ['P-Asserted-Identity', '<sip:+8613900139000@carrier.example>'],
      ['Privacy', 'id'],
      ['Diversion', '<sip:+8610@x>;reason=no-answer'],
    ],
    sdp,
  )
  const { offer, leg, ...arrived } = await stage.next('leg.arrived')
  t.same(arrived, {
    type: 'leg.arrived',
    number: '+8657195000',
    from: '+8613900139000',
    name: 'Li Na',
    via: 'sip',
    trunk: 'carrier',
    anonymous: true,
    diversions: [{ number: '+8610', reason: 'no-answer' }],
  })
  t.equal(offer, sdp)
  stage.signalling.refuse(leg, 486, 'busy')
})

t.test('a trunk without an account is watched by OPTIONS', async (t) => {
  const stage = await open(t)
  const carrier = await carrierFor(t, { answer: (_request, respond) => respond(404) })
  const trunk = makeTrunk('pbx', { proxies: [carrier.uri], keepAliveSeconds: 0.2 })
  stage.signalling.perform(setTrunks([trunk]))
  t.match(await stage.next('trunk.changed'), { state: 'trying' })
  t.match(await stage.next('trunk.changed'), { state: 'up', proxy: carrier.uri })
  carrier.carrier.answer = (_request, respond) => respond(503)
  t.match(await stage.next('trunk.changed'), { state: 'down', detail: /^503/ })
  carrier.carrier.answer = undefined
  t.match(await stage.next('trunk.changed'), { state: 'up' })
  const unwatched = [{ ...trunk, keepAliveSeconds: 0 }, makeTrunk('off', { enabled: false })]
  stage.signalling.perform(setTrunks(unwatched))
  t.match(await stage.next('trunk.changed'), { trunk: 'pbx', state: 'unwatched' })
  t.match(await stage.next('trunk.changed'), {
    trunk: 'off',
    state: 'unwatched',
    detail: 'disabled',
  })
})

t.test(
  'calls are known by where they come from, and unknown sources may be rejected',
  async (t) => {
    const stage = await open(t, { proxies: ['127.0.0.1'] })
    const carrier = await carrierFor(t)
    const trunks = [
      makeTrunk('all', { sources: ['198.51.100.0/24'] }),
      makeTrunk('one', { sources: ['198.51.100.7', '2001:db8::/32'] }),
      makeTrunk('off', { sources: ['203.0.113.1'], enabled: false }),
    ]
    stage.signalling.perform(setTrunks(trunks, 'reject'))
    const to = { uri: stage.uri('95000'), port: stage.edge.sipPort }
    const from = (address: string) =>
      carrier.invite(to, [['X-Callwright-Source', `${address};transport=udp`]], sdp)
    for (const [address, trunk] of [
      ['198.51.100.7:5060', 'one'],
      ['198.51.100.8:5060', 'all'],
      ['[2001:db8::9]:5060', 'one'],
    ] as const) {
      void from(address)
      const { leg, ...told } = await stage.next('leg.arrived')
      t.match(told, { trunk, number: '95000', from: '13800138000' }, address)
      stage.signalling.refuse(leg, 486, 'busy')
    }
    for (const address of ['203.0.113.1:5060', '192.0.2.1:5060', 'nonsense']) {
      const refused = await from(address)
      t.equal(statusOf(refused), 403, address)
      t.match(headerOf(refused, 'reason'), 'not-authorized')
    }
    t.notMatch(JSON.stringify(stage.logged), /13800138000/)
    stage.signalling.perform(setTrunks(trunks))
    void from('192.0.2.1:5060')
    const { leg, ...stranger } = await stage.next('leg.arrived')
    t.notOk('trunk' in stranger)
    stage.signalling.refuse(leg, 404, 'unknown-number')
  },
)

t.test('the header that names a source is worth nothing from a stranger', async (t) => {
  const stage = await open(t)
  const carrier = await carrierFor(t)
  stage.signalling.perform(setTrunks([makeTrunk('one', { sources: ['198.51.100.7'] })]))
  const to = { uri: stage.uri('95000'), port: stage.edge.sipPort }
  void carrier.invite(to, [['X-Callwright-Source', '198.51.100.7:5060;transport=udp']], sdp)
  t.notOk('trunk' in (await stage.next('leg.arrived')))
})

t.test('a full trunk gets 503 and is told when to come again', async (t) => {
  const stage = await open(t)
  const carrier = await carrierFor(t)
  const limits = { calls: 1, callsPerSecond: 0 }
  stage.signalling.perform(setTrunks([makeTrunk('one', { sources: ['127.0.0.0/8'], limits })]))
  const to = { uri: stage.uri('95000'), port: stage.edge.sipPort }
  void carrier.invite(to, [], sdp)
  const { leg } = await stage.next('leg.arrived')
  const refused = await carrier.invite(to, [], sdp)
  t.equal(statusOf(refused), 503)
  t.match(headerOf(refused, 'retry-after'), /^\d+$/)
  t.match(headerOf(refused, 'reason'), 'trunk-full')
  stage.signalling.hangUp(leg, 'finished')
  void carrier.invite(to, [], sdp)
  t.match(await stage.next('leg.arrived'), { trunk: 'one' }, 'there is room again')
})
