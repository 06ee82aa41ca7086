import t, { type Test } from 'tap'
import { named } from '../../core/names.ts'
import type { Policy } from '../../core/policy.ts'
import type { TrunkingDraft, TrunkStates } from '../../core/trunking.ts'
import { contactList } from '../../cti/api.ts'
import { firstRules } from '../../desk/state/trunking-draft.ts'
import { type Desk, untilFound } from '../../testkit/desk.ts'
import { headerOf, type SipMessage } from '../../testkit/phone/sip-text.ts'
import { makeTrunk } from '../../testkit/samples.ts'
import { callerHz, stage, untilSound } from '../../testkit/story.ts'
import { type CarrierOptions, openCarrier } from './trunk-carrier.ts'

t.setTimeout(240_000)

const json = (desk: Desk, path: string, method: string, body: unknown) =>
  desk.fetch(`/api/v1${path}`, { method, body: JSON.stringify(body) })

async function carrierFor(t: Test, options?: CarrierOptions) {
  const carrier = await openCarrier(options)
  t.teardown(() => carrier.close())
  return carrier
}

const uriOf = (request: SipMessage) => request.start.split(' ')[1]

t.test(
  'trunks are set by the administrator, register, bring callers in and carry calls out',
  async (t) => {
    const { system, admin, customer } = await stage(t)
    const broken = await carrierFor(t, { answer: (_request, respond) => respond(503) })
    const carrier = await carrierFor(t, { challenges: ['REGISTER'], password: 'a carrier’s word' })
    const flow =
      named<TrunkingDraft['trunks'][number]['inbound']['numbers'][number]['flow']>('hotline')
    const account = { user: '057188880000', registers: true, expiresSeconds: 600 }
    const main = makeTrunk('carrier', {
      proxies: [carrier.uri],
      sources: ['127.0.0.1'],
      inbound: { numbers: [{ pattern: '+865718888xxxx', flow }], trustsIdentity: true },
      outbound: { form: 'national' },
    })
    const spare = makeTrunk('broken', { proxies: [broken.uri], sources: ['127.0.0.9'] })
    const trunking: TrunkingDraft = {
      trunks: [{ ...main, account: { ...account, password: 'a carrier’s word' } }, spare],
      outbound: {
        ...firstRules,
        plan: { ...firstRules.plan, area: '571' },
        routes: [{ pattern: '+86*', trunks: [spare.id, main.id] }],
      },
      unknownSources: 'reject',
    }
    t.equal((await json(admin, '/trunks', 'PUT', trunking)).status, 204)

    const register = await carrier.next('REGISTER')
    t.equal(uriOf(register), carrier.uri)
    await untilFound('the carrier up', async () => {
      const states = (await (await admin.fetch('/api/v1/trunks/status')).json()) as TrunkStates
      return states['carrier']?.state === 'up'
    })
    t.notOk(system.log().includes('a carrier’s word'), 'nobody writes the password anywhere')

    await overflowTo(admin, '013900139000')

    // By a number of the trunk; the network vouches for another caller than From names.
    carrier.carrier.answer = takeCall(carrier.uri)
    const call = await customer.call(`sip:057188881234@127.0.0.1:${system.sipPort}`, {
      toneHz: callerHz,
      from: '13800138000',
    })
    await call.answered
    await untilSound(call)
    await call.sendDigits('1')
    await admin.until('the first key', ({ contacts }) =>
      [...contacts.values()].some(({ path }) => path.some(({ digits }) => digits === '1')),
    )
    await call.sendDigits('1')

    // Nobody may wait: out by the first trunk, which fails, and by the second.
    const out = await carrier.next('INVITE')
    t.equal(uriOf(out), `sip:13900139000@127.0.0.1:${carrier.endpoint.port};user=phone`)
    t.ok(broken.seen.some(({ start }) => start.startsWith('INVITE sip:+8613900139000@')))
    await carrier.next('ACK')
    const contact = await admin.until('the talk outside', ({ contacts }) =>
      [...contacts.values()].find(({ phase }) => phase === 'diverted'),
    )
    t.match(contact, { from: '+8613800138000', to: '+8657188881234' })
    call.hangUp()
    await carrier.next('BYE')
    const record = await untilFound('the record', async () => {
      const answer = await admin.fetch('/api/v1/contacts?limit=1')
      return contactList.parse(await answer.json()).contacts[0]
    })
    t.match(record, { outcome: 'diverted', reason: 'hung-up' })
  },
)

/** Takes every call that comes, at nobody's port. */
const takeCall =
  (uri: string): NonNullable<CarrierOptions['answer']> =>
  (request, respond) => {
    if (!request.start.startsWith('INVITE')) {
      respond(200)
      return
    }
    const to = ['To', `${headerOf(request, 'to')};tag=far`] as const
    respond(200, [to, ['Contact', `<${uri}>`], ['Content-Type', 'application/sdp']], sdp)
  }

const sdp = [
  ...['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'],
  ...['m=audio 40000 RTP/AVP 8 101', 'a=rtpmap:101 telephone-event/8000', ''],
].join('\r\n')

/** Who waits is led to this number outside. */
async function overflowTo(admin: Desk, number: string): Promise<void> {
  const routing = (await (await admin.fetch('/api/v1/policy')).json()) as { policy: Policy }
  const queues = routing.policy.queues.map((rule) => ({
    ...rule,
    limits: [{ when: 'size', above: 0, to: { number } }],
  }))
  const policy = { ...routing.policy, version: 'to-the-outside', queues }
  const answer = await json(admin, '/policy', 'PUT', { policy })
  if (!answer.ok) throw new Error(await answer.text())
}
