import t from 'tap'
import type { TrunkAccount } from '../../../core/trunk.ts'
import { readIdentity } from '../../../sip/trunk/identity.ts'
import { makeTrunk } from '../../../testkit/samples.ts'

const inviteTo = (uri: string, headers: Record<string, string>) => ({
  uri,
  get: (name: string) => headers[name],
})
const uri = 'sip:+8657195000;rn=+86571@192.0.2.9:5060;user=phone'
const from = '"Li Na" <sip:13800138000@carrier.example>;tag=1'
const trusted = makeTrunk('carrier')
const untrusted = makeTrunk('pbx', { inbound: { numbers: [], trustsIdentity: false } })

t.test(
  'without a trusted network a caller is who From says, and diversions are no one’s word',
  async (t) => {
    const headers = {
      from,
      'p-asserted-identity': '<sip:110@carrier.example>',
      diversion: '<sip:400@x>;reason=user-busy',
    }
    const plain = { number: '+8657195000', from: '13800138000', name: 'Li Na' }
    t.same(readIdentity(inviteTo(uri, headers)), plain)
    t.same(readIdentity(inviteTo(uri, headers), untrusted), plain)
  },
)

t.test('a trusted network asserts who calls, by a SIP or a tel URI', async (t) => {
  const asserted = '"Wang, \\"Wu\\"" <sip:+8613900139000@carrier.example>, <tel:+8610>'
  t.match(readIdentity(inviteTo(uri, { from, 'p-asserted-identity': asserted }), trusted), {
    from: '+8613900139000',
    name: 'Wang, "Wu"',
  })
  const tel = '<sip:carrier.example>,<tel:+8613900139000>'
  t.match(readIdentity(inviteTo(uri, { from, 'p-asserted-identity': tel }), trusted), {
    from: '+8613900139000',
    name: 'Li Na',
  })
  t.match(readIdentity(inviteTo(uri, { from, 'p-asserted-identity': '' }), trusted), {
    from: '13800138000',
  })
})

t.test('a wish for privacy is kept, and the record keeps the number', async (t) => {
  const anonymous = '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1'
  const headers = { from: anonymous, 'p-asserted-identity': '<sip:138@x>', privacy: 'id' }
  t.same(readIdentity(inviteTo(uri, headers), trusted), {
    number: '+8657195000',
    from: '138',
    anonymous: true,
  })
  t.same(readIdentity(inviteTo(uri, { from: anonymous })), {
    number: '+8657195000',
    from: 'anonymous',
    anonymous: true,
  })
  for (const privacy of ['user;critical', 'session; header', 'ID'])
    t.equal(readIdentity(inviteTo(uri, { from, privacy }), trusted).anonymous, true, privacy)
  for (const privacy of ['none', 'session', 'history', ''])
    t.equal(readIdentity(inviteTo(uri, { from, privacy }), trusted).anonymous, undefined, privacy)
})

t.test('a carrier that calls our account keeps the number in To', async (t) => {
  const account: TrunkAccount = {
    user: 'acc42',
    password: '',
    registers: true,
    expiresSeconds: 600,
  }
  const registering = makeTrunk('carrier', { account })
  const invite = inviteTo('sip:acc42@192.0.2.9', { from, to: '<sip:95000@carrier.example>' })
  t.equal(readIdentity(invite, registering).number, '95000')
  const direct = inviteTo('sip:95001@192.0.2.9', { from, to: '<sip:95000@carrier.example>' })
  t.equal(readIdentity(direct, registering).number, '95001')
  const silent = makeTrunk('carrier', { account: { ...account, registers: false } })
  t.equal(readIdentity(invite, silent).number, 'acc42')
})

t.test('diversions are told in their order, by History-Info or by Diversion', async (t) => {
  const diversion =
    '"Bob, B." <sip:+8652@x>;reason=no-answer;privacy="full",<tel:+8651>;counter=1;reason="User-Busy"'
  t.same(readIdentity(inviteTo(uri, { from, diversion }), trusted).diversions, [
    { number: '+8651', reason: 'user-busy' },
    { number: '+8652', reason: 'no-answer' },
  ])
  const history = [
    '<sip:4001@x?Reason=SIP%3Bcause%3D486%3Btext%3D%22Busy%22>;index=1',
    '<sip:4002@x;cause=486>;index=1.1;mp=1',
    '<sip:4002@proxy.x>;index=1.1.1;rc=1.1',
    '<sip:95000@x;cause=408>;index=1.2;mp=1.1',
  ].join(', ')
  t.same(
    readIdentity(inviteTo(uri, { from, diversion, 'history-info': history }), trusted).diversions,
    [
      { number: '4001', reason: 'user-busy' },
      { number: '4002', reason: 'no-answer' },
    ],
  )
  const straight = '<sip:95000@carrier.x>;index=1, <sip:95000@192.0.2.9>;index=1.1;rc=1'
  t.equal(
    readIdentity(inviteTo(uri, { from, 'history-info': straight }), trusted).diversions,
    undefined,
  )
})
