import t from 'tap'
import { createDigest, digestResponse, readAuthorization } from '../../../sip/access/digest.ts'

const passwordOf = (user: string): string => `secret of ${user}`
const createClock = () => {
  let ms = 1_700_000_000_000
  return { now: () => ms, pass: (by: number) => (ms += by) }
}

/** What a phone answers to a challenge. */
function authorize(
  challenge: string,
  { user = '1001', password = passwordOf('1001'), nc = 1, method = 'REGISTER' } = {},
): string {
  const nonce = /nonce="([^"]+)"/.exec(challenge)?.[1] ?? ''
  const fields = {
    username: user,
    realm: 'here',
    nonce,
    uri: 'sip:here',
    nc: nc.toString(16).padStart(8, '0'),
    cnonce: 'abc',
  }
  const response = digestResponse(method, fields, password)
  return (
    `Digest username="${user}", realm="here", nonce="${nonce}", uri="sip:here", response="${response}", ` +
    `algorithm=MD5, qop=auth, nc=${fields.nc}, cnonce="abc"`
  )
}

t.test('the response is that of RFC 7616 section 3.9.1 with MD5', async (t) => {
  const fields = {
    username: 'Mufasa',
    realm: 'http-auth@example.org',
    nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
    uri: '/dir/index.html',
    nc: '00000001',
    cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  }
  t.equal(digestResponse('GET', fields, 'Circle of Life'), '8ca523f5e9506fed4657c9700eebdbec')
})

t.test('an Authorization header is read with quoted and bare values', async (t) => {
  t.match(
    readAuthorization(
      'Digest username="a \\"b\\"",realm="r",nonce=n,uri="sip:x",response=1,qop="auth",nc=1,cnonce=c',
    ),
    { username: 'a "b"', realm: 'r', nonce: 'n' },
  )
  t.equal(readAuthorization('Basic abc'), undefined)
  t.equal(readAuthorization('Digest username="a"'), undefined)
  t.equal(readAuthorization(undefined), undefined)
})

t.test('a right password is accepted, and each count of a nonce only once', async (t) => {
  const { now } = createClock()
  const digest = createDigest({ realm: 'here', key: 'k', passwordOf, now })
  const challenge = digest.challenge(false)
  t.notMatch(challenge, /stale/)
  const header = authorize(challenge)
  t.same(digest.check('REGISTER', header), { is: 'right', user: '1001' })
  t.same(digest.check('REGISTER', header), { is: 'stale' }, 'a replay')
  t.same(digest.check('REGISTER', authorize(challenge, { nc: 3 })), { is: 'right', user: '1001' })
  t.same(digest.check('REGISTER', authorize(challenge, { nc: 2 })), { is: 'stale' })
  t.same(digest.check('INVITE', authorize(challenge, { nc: 4 })), { is: 'wrong', user: '1001' })
})

t.test('wrong passwords, foreign nonces and other realms are told apart', async (t) => {
  const clock = createClock()
  const digest = createDigest({ realm: 'here', key: 'k', passwordOf, now: clock.now })
  const challenge = digest.challenge(false)
  t.same(digest.check('REGISTER', undefined), { is: 'absent' })
  const wrong = authorize(challenge, { password: 'guess' })
  t.same(digest.check('REGISTER', wrong), { is: 'wrong', user: '1001' })
  const foreign = createDigest({ realm: 'here', key: 'other', passwordOf, now: clock.now })
  t.same(digest.check('REGISTER', authorize(foreign.challenge(false))), { is: 'stale' })
  const elsewhere = authorize(challenge).replace('realm="here"', 'realm="there"')
  t.same(digest.check('REGISTER', elsewhere), { is: 'absent' })
  clock.pass(300_001)
  t.same(digest.check('REGISTER', authorize(challenge)), { is: 'stale' })
  t.match(digest.challenge(true), /, stale=true$/)
})

t.test('a nonce that the full table forgot cannot be replayed', async (t) => {
  const clock = createClock()
  const digest = createDigest({ realm: 'here', key: 'k', passwordOf, now: clock.now })
  const first = authorize(digest.challenge(false))
  t.match(digest.check('REGISTER', first), { is: 'right' })
  clock.pass(1)
  for (let used = 0; used < 20_000; used += 1)
    digest.check('REGISTER', authorize(digest.challenge(false)))
  t.same(digest.check('REGISTER', first), { is: 'stale' })
})
