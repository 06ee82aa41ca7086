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
  const judged = () => guard.judges(invite, stranger).is
  t.same(new Set(times(15, judged)), new Set(['pass']))
  t.same(guard.judges(invite, stranger), {
    is: 'refuse',
    status: 503,
    reason: 'Service Unavailable',
    retryAfterSeconds: 7,
  })
  t.equal(guard.judges(invite, hopFrom('203.0.113.6')).is, 'pass', 'another source')
  t.equal(guard.judges(register, stranger).is, 'pass', 'registrations have a limit of their own')
  pass(1000)
  t.same(times(6, judged), ['pass', 'pass', 'pass', 'pass', 'pass', 'refuse'])
  t.equal(refusals('calls'), 2)
})

t.test('a flood ends in a ban, and each further ban is longer', async (t) => {
  const { guard, pass, logged, tally } = createGuardStage()
  const flood = () => times(200, () => guard.judges(invite, stranger)).at(-1)?.is
  t.equal(flood(), 'silence')
  t.equal(guard.hears('udp', '203.0.113.5'), false)
  t.equal(guard.opens('tcp', '203.0.113.5'), false)
  t.equal(guard.hears('udp', '203.0.113.4'), true)
  t.match(guard.bans(), [{ source: '203.0.113.5', cause: 'flood', times: 1, secondsLeft: 300 }])
  pass(300_000)
  t.equal(guard.hears('udp', '203.0.113.5'), true)
  t.same(guard.bans(), [])
  flood()
  t.match(guard.bans(), [{ times: 2, secondsLeft: 1200 }])
  pass(1_200_000 + 86_400_000)
  flood()
  t.match(guard.bans(), [{ times: 1, secondsLeft: 300 }], 'a day is forgiven')
  t.match(logged[0], { source: '203.0.113.5', cause: 'flood', seconds: 300 })
  t.equal(tally.sum('bans'), 3)
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
    t.equal(guard.judges(requestBy('OPTIONS', `User-Agent: ${name}`), hop).is, 'silence', name)
    t.equal(guard.hears('udp', hop.address), false)
  }
  t.equal(refusals('scanner'), 5)
  for (const name of [
    'Asterisk PBX 20.5.0',
    'Yealink SIP-T46S',
    'sip.js/0.21',
    'Cisco-SIPGateway/IOS-12.x',
  ])
    t.equal(guard.judges(requestBy('INVITE', `User-Agent: ${name}`), stranger).is, 'pass', name)
})

t.test('guessing passwords ends in a ban, being asked for one does not', async (t) => {
  const { guard, pass } = createGuardStage()
  times(50, () => guard.sawAnswer(401, register, stranger))
  t.same(guard.bans(), [], 'a challenge')
  times(10, () => guard.sawAnswer(401, guess, stranger))
  t.same(guard.bans(), [])
  guard.sawAnswer(401, guess, stranger)
  t.match(guard.bans(), [{ cause: 'brute-force' }])
  const browser = hopFrom('203.0.113.9')
  for (let minute = 0; minute < 60; minute++) {
    times(30, () => guard.sawAnswer(403, guess, browser))
    pass(60_000)
  }
  t.same(guard.bans(), [], 'browsers whose sittings are over try on by themselves')
})

t.test('an office behind one address registers as much as it likes', async (t) => {
  const { guard } = createGuardStage()
  const office = hopFrom('203.0.113.7')
  for (let agent = 0; agent < 1000; agent++) {
    t.equal(guard.judges(register, office).is, 'pass')
    guard.sawAnswer(401, register, office)
    t.equal(guard.judges(guess, office).is, 'pass')
    guard.sawAnswer(200, guess, office)
    if (agent % 5 === 0) guard.sawAnswer(401, guess, office)
  }
  t.same(guard.bans(), [])
})

t.test('trying numbers and sending garbage end in bans', async (t) => {
  const { guard } = createGuardStage()
  times(21, () => guard.sawAnswer(404, invite, hopFrom('203.0.113.20')))
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
      if (!guard.hears('udp', stranger.address)) refused++
    if (guard.judges(invite, stranger).is !== 'pass') refused++
    if (call >= 4) guard.sawCall(requestBy('ACK'), stranger)
    pass(10)
  }
  t.equal(refused, 0)
  const burst = times(600, () => guard.judges(invite, stranger).is)
  t.ok(burst.includes('refuse'), 'what was saved up has an end')
  t.notOk(burst.includes('silence'))
})

t.test('a call that stands spares one ban, and the next needs another call', async (t) => {
  const { guard } = createGuardStage()
  const forged = requestBy('OPTIONS', 'User-Agent: friendly-scanner')
  guard.sawCall(requestBy('ACK'), stranger)
  t.equal(guard.judges(forged, stranger).is, 'silence')
  t.equal(guard.hears('udp', stranger.address), true)
  guard.sawCall(requestBy('ACK'), stranger)
  guard.judges(forged, stranger)
  t.equal(guard.hears('udp', stranger.address), true)
  guard.judges(forged, stranger)
  t.equal(guard.hears('udp', stranger.address), false)
})

t.test('a trusted source is never limited nor banned, whatever it does', async () => {
  const act = fc.constantFrom('hears', 'opens', 'judges', 'flaw', 'wrong', 'unknown')
  fc.assert(
    fc.property(fc.array(act, { maxLength: 400 }), fc.nat(255), (acts, last) => {
      const { guard, tally } = createGuardStage()
      const hop = hopFrom(`10.1.2.${last}`)
      const scanner = requestBy('REGISTER', 'User-Agent: sipvicious', 'Authorization: Digest x')
      const does = {
        hears: () => guard.hears('udp', hop.address),
        opens: () => guard.opens('tcp', hop.address),
        judges: () => guard.judges(scanner, hop).is === 'pass',
        flaw: () => guard.mayAnswerFlaw(hop),
        wrong: () => (guard.sawAnswer(401, scanner, hop), true),
        unknown: () => (guard.sawAnswer(404, scanner, hop), true),
      }
      return acts.every((each) => does[each]()) && tally.sum('refusals') + tally.sum('bans') === 0
    }),
  )
})

t.test(
  'a banned source is met with silence until its time is over, whatever it sends',
  async () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60_000), { maxLength: 40 }), (pauses) => {
        const { guard, pass } = createGuardStage()
        guard.judges(requestBy('INVITE', 'User-Agent: sipvicious'), stranger)
        let passed = 0
        return pauses.every((pause) => {
          pass(pause)
          passed += pause
          return guard.hears('udp', stranger.address) === passed >= 300_000
        })
      }),
    )
  },
)

t.test('whoever has an IPv6 network is one source, and IPv4 inside of IPv6 is IPv4', async (t) => {
  const { guard } = createGuardStage()
  const scanner = requestBy('INVITE', 'User-Agent: sipvicious')
  guard.judges(scanner, hopFrom('2001:db8:0:7::1'))
  t.match(guard.bans(), [{ source: '2001:db8:0:7::/64' }])
  t.equal(guard.hears('udp', '2001:db8::7:ffff:2:3:4'), false)
  t.equal(guard.hears('udp', '2001:db8:0:8::1'), true)
  guard.judges(scanner, hopFrom('::ffff:203.0.113.30'))
  t.equal(guard.hears('udp', '203.0.113.30'), false)
  t.equal(guard.opens('tcp', '::ffff:10.0.0.1'), true)
})

t.test('behind a proxy of ours it is the speaker who is judged', async (t) => {
  const { guard } = createGuardStage()
  const proxy = hopFrom('192.0.2.200')
  const source = 'X-Callwright-Source: 203.0.113.40:5070;transport=udp'
  const scan = requestBy('INVITE', 'User-Agent: sipvicious', source)
  guard.judges(scan, proxy)
  t.match(guard.bans(), [{ source: '203.0.113.40' }])
  t.equal(guard.hears('udp', proxy.address), true)
  t.equal(guard.judges(requestBy('INVITE', source), proxy).is, 'silence')
  t.equal(guard.judges(requestBy('INVITE', source.replace('.40', '.41')), proxy).is, 'pass')
  guard.judges(
    requestBy('INVITE', 'User-Agent: sipvicious', source.replace('.40', '.42')),
    stranger,
  )
  t.equal(guard.hears('udp', '203.0.113.42'), true, 'nobody else is believed')
})

t.test('connections of one source have a limit, and a closed one makes room', async (t) => {
  const { guard, refusals } = createGuardStage()
  t.same(
    times(4, () => guard.opens('ws', stranger.address)),
    [true, true, true, false],
  )
  guard.closes('ws', stranger.address)
  t.equal(guard.opens('tcp', stranger.address), true)
  t.equal(refusals('connections'), 1)
})

t.test('a page of another site may not open a WebSocket', async (t) => {
  const { guard, refusals } = createGuardStage()
  t.equal(guard.welcomes(undefined), true, 'no browser')
  t.equal(guard.welcomes('https://cc.example.com'), true)
  t.equal(guard.welcomes('http://localhost:8080'), true)
  for (const other of [
    'https://evil.example',
    'http://cc.example.com',
    'null',
    'file://localhost',
    '',
  ])
    t.equal(guard.welcomes(other), false, other)
  t.equal(refusals('origin'), 5)
  t.equal(createGuardStage({ origins: ['*'] }).guard.welcomes('https://evil.example'), true)
})

t.test('a lifted ban is over, and forgotten', async (t) => {
  const { guard } = createGuardStage()
  guard.judges(requestBy('INVITE', 'User-Agent: sipvicious'), stranger)
  t.equal(guard.lift('203.0.113.5'), true)
  t.equal(guard.lift('203.0.113.5'), false)
  t.equal(guard.hears('udp', '203.0.113.5'), true)
  guard.judges(requestBy('INVITE', 'User-Agent: sipvicious'), stranger)
  t.match(guard.bans(), [{ times: 1 }])
})

t.test('however many strangers there are, the guard remembers a bounded number', async (t) => {
  const { guard, pass } = createGuardStage()
  const scan = requestBy('INVITE', 'User-Agent: sipvicious')
  for (let i = 0; i < 200_000; i++) {
    const hop = hopFrom(`${1 + (i & 7)}.${(i >> 3) & 255}.${(i >> 11) & 255}.${i >> 19}`)
    guard.hears('udp', hop.address)
    if (i % 4 === 0) guard.judges(i % 8 === 0 ? scan : invite, hop)
    if (i % 5 === 0) guard.sawCall(invite, hop)
    if (i % 7 === 0) guard.mayAnswerFlaw(hop)
    pass(1)
  }
  t.ok(guard.remembered <= 40_000)
  t.ok(guard.remembered > 20_000)
  guard.judges(scan, stranger)
  t.match(guard.bans().at(-1), { silenced: 0 })
  guard.hears('udp', stranger.address)
  t.match(guard.bans().at(-1), { source: stranger.address, silenced: 1 })
})
