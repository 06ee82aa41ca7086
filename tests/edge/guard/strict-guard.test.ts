import fc from 'fast-check'
import t from 'tap'
import { createGuardStage, hopFrom, requestBy } from './guard-stage.ts'

const stranger = hopFrom('203.0.113.5')
const invite = requestBy('INVITE')
const register = requestBy('REGISTER')
const guess = requestBy('REGISTER', 'Authorization: Digest username="1001"')
const times = <Result>(count: number, act: () => Result): Result[] =>
  Array.from({ length: count }, act)

t.test('a source may begin so many calls at once, and then as many a second as set', async (t) => {
  const { guard, pass, refusals } = createGuardStage()
  const judged = () => guard.judge(invite, stranger).is
  t.same(new Set(times(15, judged)), new Set(['pass']))
  t.same(guard.judge(invite, stranger), {
    is: 'refuse',
    status: 503,
    reason: 'Service Unavailable',
    retryAfterSeconds: 7,
  })
  t.equal(guard.judge(invite, hopFrom('203.0.113.6')).is, 'pass', 'another source')
  t.equal(guard.judge(register, stranger).is, 'pass', 'registrations have a limit of their own')
  pass(1000)
  t.same(times(6, judged), ['pass', 'pass', 'pass', 'pass', 'pass', 'refuse'])
  t.equal(refusals('calls'), 2)
})

t.test('a flood ends in a ban, and each further ban is longer', async (t) => {
  const { guard, pass, logged, counters } = createGuardStage()
  const flood = () => times(200, () => guard.judge(invite, stranger)).at(-1)?.is
  t.equal(flood(), 'silence')
  t.equal(guard.acceptsMessage('udp', '203.0.113.5'), false)
  t.equal(guard.acceptsConnection('tcp', '203.0.113.5'), false)
  t.equal(guard.acceptsMessage('udp', '203.0.113.4'), true)
  t.match(guard.bans(), [{ source: '203.0.113.5', cause: 'flood', times: 1, secondsLeft: 300 }])
  pass(300_000)
  t.equal(guard.acceptsMessage('udp', '203.0.113.5'), true)
  t.same(guard.bans(), [])
  flood()
  t.match(guard.bans(), [{ times: 2, secondsLeft: 1200 }])
  pass(1_200_000 + 86_400_000)
  flood()
  t.match(guard.bans(), [{ times: 1, secondsLeft: 300 }], 'a day is forgiven')
  t.match(logged[0], { source: '203.0.113.5', cause: 'flood', seconds: 300 })
  t.equal(counters.sum('bans'), 3)
})

t.test('a scanner is known by its name, and gets no answer at all', async (t) => {
  const { guard, refusals } = createGuardStage()
  for (const name of [
    'friendly-scanner',
    'sipcli/v1.8',
    'VaxSIPUserAgent/3.1',
    'pplsip',
    'sundayddr',
  ]) {
    const hop = hopFrom(`198.51.100.${name.length}`)
    t.equal(guard.judge(requestBy('OPTIONS', `User-Agent: ${name}`), hop).is, 'silence', name)
    t.equal(guard.acceptsMessage('udp', hop.address), false)
  }
  t.equal(refusals('scanner'), 5)
  for (const name of [
    'Asterisk PBX 20.5.0',
    'Yealink SIP-T46S',
    'sip.js/0.21',
    'Cisco-SIPGateway/IOS-12.x',
  ])
    t.equal(guard.judge(requestBy('INVITE', `User-Agent: ${name}`), stranger).is, 'pass', name)
})

t.test('guessing passwords ends in a ban, being asked for one does not', async (t) => {
  const { guard, pass } = createGuardStage()
  times(50, () => guard.onFinalResponse(401, register, stranger))
  t.same(guard.bans(), [], 'a challenge')
  times(10, () => guard.onFinalResponse(401, guess, stranger))
  t.same(guard.bans(), [])
  guard.onFinalResponse(401, guess, stranger)
  t.match(guard.bans(), [{ cause: 'brute-force' }])
  const browser = hopFrom('203.0.113.9')
  for (let minute = 0; minute < 60; minute++) {
    times(30, () => guard.onFinalResponse(403, guess, browser))
    pass(60_000)
  }
  t.same(guard.bans(), [], 'browsers whose sittings are over try on by themselves')
})

t.test('an office behind one address registers as much as it likes', async (t) => {
  const { guard } = createGuardStage()
  const office = hopFrom('203.0.113.7')
  for (let agent = 0; agent < 1000; agent++) {
    t.equal(guard.judge(register, office).is, 'pass')
    guard.onFinalResponse(401, register, office)
    t.equal(guard.judge(guess, office).is, 'pass')
    guard.onFinalResponse(200, guess, office)
    if (agent % 5 === 0) guard.onFinalResponse(401, guess, office)
  }
  t.same(guard.bans(), [])
})

t.test('trying numbers and sending garbage end in bans', async (t) => {
  const { guard } = createGuardStage()
  times(21, () => guard.onFinalResponse(404, invite, hopFrom('203.0.113.20')))
  times(31, () => guard.mayAnswerFlaw(hopFrom('203.0.113.21')))
  t.same(
    guard.bans().map(({ source, cause }) => [source, cause]),
    [
      ['203.0.113.20', 'enumeration'],
      ['203.0.113.21', 'garbage'],
    ],
  )
})

t.test('few unreadable messages are answered, of one source and of all together', async (t) => {
  const { guard, pass } = createGuardStage()
  const answered = times(20, () => guard.mayAnswerFlaw(stranger)).filter(Boolean).length
  t.equal(answered, 5)
  pass(60_000)
  let all = 0
  for (let i = 0; i < 500; i++)
    if (guard.mayAnswerFlaw(hopFrom(`198.51.${i >> 8}.${i & 255}`))) all++
  t.equal(all, 100)
})

t.test('a carrier whose calls are answered has room at nine on Monday', async (t) => {
  const { guard, pass } = createGuardStage()
  let refused = 0
  // 100 calls a second, answered after 40 ms; five messages come of each.
  for (let call = 0; call < 3000; call++) {
    for (let message = 0; message < 5; message++)
      if (!guard.acceptsMessage('udp', stranger.address)) refused++
    if (guard.judge(invite, stranger).is !== 'pass') refused++
    if (call >= 4) guard.onCallEstablished(requestBy('ACK'), stranger)
    pass(10)
  }
  t.equal(refused, 0)
  const burst = times(600, () => guard.judge(invite, stranger).is)
  t.ok(burst.includes('refuse'), 'what was saved up has an end')
  t.notOk(burst.includes('silence'))
})

t.test('a call that stands spares one ban, and the next needs another call', async (t) => {
  const { guard } = createGuardStage()
  const forged = requestBy('OPTIONS', 'User-Agent: friendly-scanner')
  guard.onCallEstablished(requestBy('ACK'), stranger)
  t.equal(guard.judge(forged, stranger).is, 'silence')
  t.equal(guard.acceptsMessage('udp', stranger.address), true)
  guard.onCallEstablished(requestBy('ACK'), stranger)
  guard.judge(forged, stranger)
  t.equal(guard.acceptsMessage('udp', stranger.address), true)
  guard.judge(forged, stranger)
  t.equal(guard.acceptsMessage('udp', stranger.address), false)
})

t.test('a trusted source is never limited nor banned, whatever it does', async () => {
  const act = fc.constantFrom('hears', 'opens', 'judges', 'flaw', 'wrong', 'unknown')
  fc.assert(
    fc.property(fc.array(act, { maxLength: 400 }), fc.nat(255), (acts, last) => {
      const { guard, counters } = createGuardStage()
      const hop = hopFrom(`10.1.2.${last}`)
      const scanner = requestBy('REGISTER', 'User-Agent: sipvicious', 'Authorization: Digest x')
      const does = {
        hears: () => guard.acceptsMessage('udp', hop.address),
        opens: () => guard.acceptsConnection('tcp', hop.address),
        judges: () => guard.judge(scanner, hop).is === 'pass',
        flaw: () => guard.mayAnswerFlaw(hop),
        wrong: () => (guard.onFinalResponse(401, scanner, hop), true),
        unknown: () => (guard.onFinalResponse(404, scanner, hop), true),
      }
      return (
        acts.every((each) => does[each]()) && counters.sum('refusals') + counters.sum('bans') === 0
      )
    }),
  )
})

t.test(
  'a banned source is met with silence until its time is over, whatever it sends',
  async () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60_000), { maxLength: 40 }), (pauses) => {
        const { guard, pass } = createGuardStage()
        guard.judge(requestBy('INVITE', 'User-Agent: sipvicious'), stranger)
        let passed = 0
        return pauses.every((pause) => {
          pass(pause)
          passed += pause
          return guard.acceptsMessage('udp', stranger.address) === passed >= 300_000
        })
      }),
    )
  },
)

t.test('whoever has an IPv6 network is one source, and IPv4 inside of IPv6 is IPv4', async (t) => {
  const { guard } = createGuardStage()
  const scanner = requestBy('INVITE', 'User-Agent: sipvicious')
  guard.judge(scanner, hopFrom('2001:db8:0:7::1'))
  t.match(guard.bans(), [{ source: '2001:db8:0:7::/64' }])
  t.equal(guard.acceptsMessage('udp', '2001:db8::7:ffff:2:3:4'), false)
  t.equal(guard.acceptsMessage('udp', '2001:db8:0:8::1'), true)
  guard.judge(scanner, hopFrom('::ffff:203.0.113.30'))
  t.equal(guard.acceptsMessage('udp', '203.0.113.30'), false)
  t.equal(guard.acceptsConnection('tcp', '::ffff:10.0.0.1'), true)
})

t.test('behind a proxy of ours it is the speaker who is judged', async (t) => {
  const { guard } = createGuardStage()
  const proxy = hopFrom('192.0.2.200')
  const source = 'X-Callwright-Source: 203.0.113.40:5070;transport=udp'
  const scan = requestBy('INVITE', 'User-Agent: sipvicious', source)
  guard.judge(scan, proxy)
  t.match(guard.bans(), [{ source: '203.0.113.40' }])
  t.equal(guard.acceptsMessage('udp', proxy.address), true)
  t.equal(guard.judge(requestBy('INVITE', source), proxy).is, 'silence')
  t.equal(guard.judge(requestBy('INVITE', source.replace('.40', '.41')), proxy).is, 'pass')
  guard.judge(requestBy('INVITE', 'User-Agent: sipvicious', source.replace('.40', '.42')), stranger)
  t.equal(guard.acceptsMessage('udp', '203.0.113.42'), true, 'nobody else is believed')
})

t.test('connections of one source have a limit, and a closed one makes room', async (t) => {
  const { guard, refusals } = createGuardStage()
  t.same(
    times(4, () => guard.acceptsConnection('ws', stranger.address)),
    [true, true, true, false],
  )
  guard.connectionClosed('ws', stranger.address)
  t.equal(guard.acceptsConnection('tcp', stranger.address), true)
  t.equal(refusals('connections'), 1)
})

t.test('a page of another site may not open a WebSocket', async (t) => {
  const { guard, refusals } = createGuardStage()
  t.equal(guard.acceptsOrigin(undefined), true, 'no browser')
  t.equal(guard.acceptsOrigin('https://cc.example.com'), true)
  t.equal(guard.acceptsOrigin('http://localhost:8080'), true)
  for (const other of [
    'https://evil.example',
    'http://cc.example.com',
    'null',
    'file://localhost',
    '',
  ])
    t.equal(guard.acceptsOrigin(other), false, other)
  t.equal(refusals('origin'), 5)
  t.equal(createGuardStage({ origins: ['*'] }).guard.acceptsOrigin('https://evil.example'), true)
})

t.test('a lifted ban is over, and forgotten', async (t) => {
  const { guard } = createGuardStage()
  guard.judge(requestBy('INVITE', 'User-Agent: sipvicious'), stranger)
  t.equal(guard.lift('203.0.113.5'), true)
  t.equal(guard.lift('203.0.113.5'), false)
  t.equal(guard.acceptsMessage('udp', '203.0.113.5'), true)
  guard.judge(requestBy('INVITE', 'User-Agent: sipvicious'), stranger)
  t.match(guard.bans(), [{ times: 1 }])
})

t.test('however many strangers there are, the guard remembers a bounded number', async (t) => {
  const { guard, pass } = createGuardStage()
  const scan = requestBy('INVITE', 'User-Agent: sipvicious')
  for (let i = 0; i < 200_000; i++) {
    const hop = hopFrom(`${1 + (i & 7)}.${(i >> 3) & 255}.${(i >> 11) & 255}.${i >> 19}`)
    guard.acceptsMessage('udp', hop.address)
    if (i % 4 === 0) guard.judge(i % 8 === 0 ? scan : invite, hop)
    if (i % 5 === 0) guard.onCallEstablished(invite, hop)
    if (i % 7 === 0) guard.mayAnswerFlaw(hop)
    pass(1)
  }
  t.ok(guard.remembered <= 40_000)
  t.ok(guard.remembered > 20_000)
  guard.judge(scan, stranger)
  t.match(guard.bans().at(-1), { silenced: 0 })
  guard.acceptsMessage('udp', stranger.address)
  t.match(guard.bans().at(-1), { source: stranger.address, silenced: 1 })
})
