import t from 'tap'
import { digestResponse } from '../../../sip/access/digest-response.ts'
import {
  createDigest,
  type Digest,
  readAuthorization,
  type ServedAlgorithm,
} from '../../../sip/access/digest.ts'

const passwordOf = (user: string): string => `secret of ${user}`
const createClock = () => {
  let ms = 1_700_000_000_000
  return { now: () => ms, pass: (by: number) => (ms += by) }
}

const challengeOf = (digest: Digest, isStale = false, algorithm: ServedAlgorithm = 'MD5') =>
  digest.challenges([algorithm], isStale)[0] ?? ''

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
  const algorithm = /algorithm=SHA-256/.test(challenge) ? 'SHA-256' : 'MD5'
  const response = digestResponse(method, { ...fields, algorithm, qop: 'auth' }, password)
  return (
    `Digest username="${user}", realm="here", nonce="${nonce}", uri="sip:here", response="${response}", ` +
    `algorithm=${algorithm}, qop=auth, nc=${fields.nc}, cnonce="abc"`
  )
}

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
  const challenge = challengeOf(digest)
  t.notMatch(challenge, /stale/)
  const header = authorize(challenge)
  t.same(digest.check('REGISTER', header), { is: 'right', user: '1001' })
  t.same(digest.check('REGISTER', header), { is: 'stale' }, 'a replay')
  t.same(digest.check('REGISTER', authorize(challenge, { nc: 3 })), { is: 'right', user: '1001' })
  t.same(digest.check('REGISTER', authorize(challenge, { nc: 2 })), { is: 'stale' })
  t.same(digest.check('INVITE', authorize(challenge, { nc: 4 })), { is: 'wrong', user: '1001' })
})

t.test(
  'a phone may answer by SHA-256 or by MD5, and count a nonce by one of them only',
  async (t) => {
    const { now } = createClock()
    const digest = createDigest({ realm: 'here', key: 'k', passwordOf, now })
    const [strong = '', weak = ''] = digest.challenges(['SHA-256', 'MD5'], false)
    t.match(strong, /^Digest realm="here", nonce="[^"]+", algorithm=SHA-256, qop="auth"$/)
    t.same(digest.check('REGISTER', authorize(strong)), { is: 'right', user: '1001' })
    t.same(digest.check('REGISTER', authorize(weak)), { is: 'stale' }, 'the count is used up')
    t.same(digest.check('REGISTER', authorize(weak, { nc: 2 })), { is: 'right', user: '1001' })
    const mixed = authorize(strong, { nc: 3 }).replace('SHA-256', 'MD5')
    t.same(digest.check('REGISTER', mixed), { is: 'wrong', user: '1001' })
    t.equal(readAuthorization(authorize(strong).replace('SHA-256', 'SHA-256-sess')), undefined)
  },
)

t.test('wrong passwords, foreign nonces and other realms are told apart', async (t) => {
  const clock = createClock()
  const digest = createDigest({ realm: 'here', key: 'k', passwordOf, now: clock.now })
  const challenge = challengeOf(digest)
  t.same(digest.check('REGISTER', undefined), { is: 'absent' })
  const wrong = authorize(challenge, { password: 'guess' })
  t.same(digest.check('REGISTER', wrong), { is: 'wrong', user: '1001' })
  const foreign = createDigest({ realm: 'here', key: 'other', passwordOf, now: clock.now })
  t.same(digest.check('REGISTER', authorize(challengeOf(foreign))), { is: 'stale' })
  const elsewhere = authorize(challenge).replace('realm="here"', 'realm="there"')
  t.same(digest.check('REGISTER', elsewhere), { is: 'absent' })
  clock.pass(300_001)
  t.same(digest.check('REGISTER', authorize(challenge)), { is: 'stale' })
  t.match(challengeOf(digest, true), /, stale=true$/)
})

t.test('a nonce that the full table forgot cannot be replayed', async (t) => {
  const clock = createClock()
  const digest = createDigest({ realm: 'here', key: 'k', passwordOf, now: clock.now })
  const first = authorize(challengeOf(digest))
  t.match(digest.check('REGISTER', first), { is: 'right' })
  clock.pass(1)
  for (let used = 0; used < 20_000; used += 1)
    digest.check('REGISTER', authorize(challengeOf(digest)))
  t.same(digest.check('REGISTER', first), { is: 'stale' })
})
