import t from 'tap'
import { named, type TrunkId } from '../../../../core/names.ts'
import type { TrunkingDraft, ShownTrunking } from '../../../../core/trunking.ts'
import { createSeal } from '../../../../server/secret/seal.ts'
import { openHttpStage } from '../http-stage.ts'

const stage = await openHttpStage()
t.teardown(() => stage.stop())
const { ask, centre, config, store } = stage
const [agent = '', supervisor = '', admin = ''] = await Promise.all(
  ['1001', '2001', 'admin'].map(stage.logIn),
)
const get = async (token = admin) =>
  (await (await ask('/api/v1/trunks', { token })).json()) as ShownTrunking
const put = (body: unknown, token = admin) => ask('/api/v1/trunks', { method: 'PUT', body, token })

const carrier = {
  id: 'carrier',
  name: { zh: '运营商', en: 'Carrier' },
  enabled: true,
  proxies: ['sip:sbc1.example.com;transport=tls', 'sip:[2001:db8::1]:5070'],
  sources: ['203.0.113.0/24', '2001:db8::/32'],
  account: { user: '057188880000', password: 'first word', registers: true, expiresSeconds: 600 },
  keepAliveSeconds: 30,
  inbound: { numbers: [{ pattern: '+8657188xxxxxx', flow: centre.tenant().flows[0]?.id }] },
  outbound: { form: 'e164', callerId: { number: '+8657188880000', always: false } },
  limits: { calls: 30, callsPerSecond: 5 },
  transfer: 'bridge',
}
const draft = {
  trunks: [{ ...carrier, inbound: { ...carrier.inbound, trustsIdentity: true } }],
  outbound: {
    plan: { country: '86', area: '571', international: '00', national: '0', short: ['95xxx'] },
    routes: [{ pattern: '*', trunks: ['carrier'] }],
    countries: ['852'],
    spend: { perHour: 50_000, currency: 'CNY', rates: [{ pattern: '+86*', perMinute: 30 }] },
  },
  unknownSources: 'reject',
} as unknown as TrunkingDraft
const [first] = draft.trunks as [TrunkingDraft['trunks'][number]]

t.test('a fresh installation has no trunks, and unknown sources are accepted', async (t) => {
  t.same(await get(), { trunks: [], unknownSources: 'accept' })
})

t.test('the trunks are for supervisor and administrator, and only he changes it', async (t) => {
  t.equal((await ask('/api/v1/trunks', { token: agent })).status, 403)
  t.equal((await ask('/api/v1/trunks', { token: supervisor })).status, 200)
  t.equal((await put(draft, supervisor)).status, 403)
})

t.test(
  'trunks are in force at once and kept; their passwords are sealed and shown to nobody',
  async (t) => {
    t.equal((await put(draft)).status, 204)
    const kept = (await store.tenant())?.trunks?.[0]?.account?.password ?? ''
    t.equal(createSeal(config.secret).unseal(kept), 'first word')
    t.equal(centre.tenant().trunks?.[0]?.account?.password, kept)
    t.match((await get()).trunks[0]?.account, { user: '057188880000', hasPassword: true })
    const shown = await Promise.all(
      ['/api/v1/trunks', '/api/v1/tenant'].map(async (path) =>
        (await ask(path, { token: supervisor })).text(),
      ),
    )
    for (const text of shown) t.notOk(text.includes('sealed.') || text.includes('first word'))
    const [note] = await store.readAudit(1)
    t.match(note, { who: 'admin', action: 'save', target: 'trunking' })
    t.notOk(JSON.stringify(note).includes('sealed.'), 'nor does the audit bear it')
  },
)

t.test('how the trunks are now is told to supervisor and administrator', async (t) => {
  const state = { type: 'trunk.changed', trunk: named<TrunkId>('carrier') } as const
  await centre.put({ ...state, state: 'down', proxy: 'sip:sbc1.example.com', detail: '408' })
  const answer = await ask('/api/v1/trunks/status', { token: supervisor })
  t.match(await answer.json(), { carrier: { state: 'down', detail: '408', enabled: true } })
  t.equal((await ask('/api/v1/trunks/status', { token: agent })).status, 403)
})

t.test('a password that is not given stays; another account has to give its own', async (t) => {
  const before = (await store.tenant())?.trunks?.[0]?.account?.password
  const account = { ...first.account, password: undefined }
  const silent = { ...draft, trunks: [{ ...first, account }] }
  t.equal((await put(silent)).status, 204)
  t.equal((await store.tenant())?.trunks?.[0]?.account?.password, before)
  const other = { ...draft, trunks: [{ ...first, account: { ...account, user: 'somebody' } }] }
  const refusal = await put(other)
  t.equal(refusal.status, 422)
  t.match(await refusal.json(), { faults: [{ path: ['trunks', 0, 'account', 'password'] }] })
})

t.test(
  'every fault is named with its place and in both languages, and nothing changes',
  async (t) => {
    const before = await get()
    const faulty = {
      ...draft,
      trunks: [
        {
          ...first,
          id: 'Carrier!',
          proxies: ['http://x'],
          sources: ['203.0.113.0/33'],
          keepAliveSeconds: -1,
        },
        {
          ...first,
          id: 'b',
          sources: ['198.51.100.1'],
          inbound: { numbers: [{ pattern: '12a', flow: 'no' }], trustsIdentity: true },
        },
        { ...first, id: 'b', sources: ['198.51.100.1'] },
      ],
      outbound: {
        ...draft.outbound,
        routes: [{ pattern: '', trunks: ['gone'] }],
        countries: ['0'],
        spend: { perHour: -1, currency: 'yuan', rates: [{ pattern: '+', perMinute: -1 }] },
      },
    }
    const answer = await put(faulty)
    t.equal(answer.status, 422)
    const { faults } = (await answer.json()) as {
      faults: { code: string; text: { zh: string; en: string } }[]
    }
    t.same(faults.map(({ code }) => code).sort(), [
      ...['given-twice', 'not-a-currency', 'not-a-network', 'not-a-pattern', 'not-a-pattern'],
      ...['not-a-pattern', 'not-a-proxy', 'not-an-id', 'not-digits', 'not-whole', 'not-whole'],
      ...['out-of-range', 'source-of-another', 'unknown-flow', 'unknown-trunk'],
    ])
    t.ok(faults.every(({ text }) => text.zh !== '' && text.en !== ''))
    t.ok(
      faults.some(
        ({ text }) =>
          text.en === 'trunk b, source 1: 198.51.100.1 is a source of trunk "b" already',
      ),
    )
    t.same(await get(), before)
  },
)

t.test('a shape that is none is refused field by field', async (t) => {
  const answer = await put({
    trunks: [{ ...first, colour: 'red', transfer: 'maybe' }],
    unknownSources: 'accept',
  })
  t.equal(answer.status, 422)
  const { faults } = (await answer.json()) as { faults: { code: string }[] }
  t.same(faults.map(({ code }) => code).sort(), ['unknown-field', 'unknown-word'])
})
