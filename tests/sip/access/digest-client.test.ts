import t from 'tap'
import { chooseChallenge, createDigestClient } from '../../../sip/access/digest-client.ts'
import { readAuthFields } from '../../../sip/access/digest-fields.ts'
import { type Algorithm, digestResponse } from '../../../sip/access/digest-response.ts'
import { createDigest } from '../../../sip/access/digest.ts'

const challenged = (value: string, status = 401) => ({
  status,
  get: (name: string) =>
    name === (status === 401 ? 'www-authenticate' : 'proxy-authenticate') ? value : undefined,
})
const mufasa = { user: 'Mufasa', password: 'Circle of Life' }

t.test('the responses are those of RFC 7616 section 3.9.1', async (t) => {
  const digested = {
    username: 'Mufasa',
    realm: 'http-auth@example.org',
    nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
    uri: '/dir/index.html',
    qop: 'auth',
    nc: '00000001',
    cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  } as const
  const by = (algorithm: Algorithm) =>
    digestResponse('GET', { ...digested, algorithm }, mufasa.password)
  t.equal(by('MD5'), '8ca523f5e9506fed4657c9700eebdbec')
  t.equal(by('SHA-256'), '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1')
})

t.test('without qop the response is that of RFC 2617 section 3.2.2.1', async (t) => {
  const digested = {
    username: 'bob',
    realm: 'biloxi.com',
    nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
    uri: 'sip:bob@biloxi.com',
    nc: '',
    cnonce: '',
  }
  // draft-smith-sipping-auth-examples, section 3.1 and 3.3.
  t.equal(digestResponse('INVITE', digested, 'zanzibar'), 'bf57e4e0d0bffc0fbaedce64d59add5e')
  const counted = { ...digested, nc: '00000001', cnonce: '0a4f113b' }
  const protectedBody = { ...counted, qop: 'auth', algorithm: 'MD5-sess' } as const
  t.equal(digestResponse('INVITE', protectedBody, 'zanzibar'), 'e4e4ea61d186d07a92c9e1f6919902e9')
})

t.test('of several challenges the strongest that we speak is answered', async (t) => {
  const header =
    'Digest realm="a, \\"b\\"", nonce="one", algorithm=SHA-1, qop="auth",' +
    'Digest realm="a, \\"b\\"", nonce="two", algorithm=MD5, qop="auth,auth-int",' +
    'Digest realm="a, \\"b\\"", nonce="three", algorithm="sha-256", qop="auth-int", opaque="", stale=TRUE'
  t.equal(readAuthFields(header).length, 3)
  t.match(chooseChallenge(header), {
    realm: 'a, "b"',
    nonce: 'three',
    algorithm: 'SHA-256',
    named: 'sha-256',
    qop: 'auth-int',
    opaque: '',
    isStale: true,
  })
  const realms =
    'Digest realm="theirs", nonce="x", algorithm=SHA-256, Digest realm="ours", nonce="y"'
  t.match(chooseChallenge(realms, 'ours'), { nonce: 'y', algorithm: 'MD5', isStale: false })
  t.match(chooseChallenge(realms, 'nobody'), { nonce: 'x' })
  for (const none of [
    '',
    'Basic realm="x"',
    'Digest realm="x"',
    'Digest realm="r", nonce="n", qop="token"',
  ])
    t.equal(chooseChallenge(none), undefined, none)
})

t.test(
  'each request is counted, and the challenges of server and proxy are both met',
  async (t) => {
    const client = createDigestClient(mufasa, () => 'c')
    const asked = { method: 'INVITE', uri: 'sip:x' }
    t.same(client.headersFor(asked), {}, 'nobody asked')
    t.same(client.learn(challenged('Digest realm="r", nonce="n", qop="auth", opaque="o"')), {
      by: 'Authorization',
      isStale: false,
    })
    t.match(client.headersFor(asked)['Authorization'], /opaque="o", qop=auth, nc=00000001$/)
    client.learn(challenged('Digest realm="p", nonce="m", stale=true', 407))
    const headers = client.headersFor(asked)
    t.match(headers['Authorization'], /realm="r".*nc=00000002$/)
    t.match(
      headers['Proxy-Authorization'],
      /realm="p", nonce="m", uri="sip:x", response="[0-9a-f]{32}"$/,
    )
    t.equal(client.learn(challenged('Digest realm="r", nonce="n"', 403)), undefined)
    t.equal(client.learn(challenged('Basic realm="r"')), undefined)
  },
)

t.test('our server takes what our client answers, by each algorithm', async (t) => {
  const digest = createDigest({ realm: 'here', key: 'k', passwordOf: () => 'p', now: () => 1e12 })
  for (const algorithm of ['SHA-256', 'MD5'] as const) {
    const client = createDigestClient({ user: 'a "b"', password: 'p' })
    client.learn(challenged(digest.challenges([algorithm], false).join(', ')))
    const asked = { method: 'REGISTER', uri: 'sip:here' }
    const { Authorization: header } = client.headersFor(asked)
    t.same(digest.check('REGISTER', header), { is: 'right', user: 'a "b"' })
    t.same(digest.check('REGISTER', header), { is: 'stale' }, 'a replay')
  }
})
