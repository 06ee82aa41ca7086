import t from 'tap'
import { isThere, startKeepAlive } from '../../../sip/trunk/keep-alive.ts'
import { type RegisterReply, startRegistration } from '../../../sip/trunk/registration.ts'
import type { Reply } from '../../../sip/trunk/reply.ts'
import { createVirtualClock } from './virtual-clock.ts'

const said = (status: number, more: Partial<RegisterReply> = {}): RegisterReply => ({
  status,
  detail: `${status}`,
  isHeard: true,
  ...more,
})
const silence: RegisterReply = { status: 408, detail: 'no answer', isHeard: false }

/** A registration whose proxies answer as the table says. */
function register(replies: Record<string, RegisterReply>, expiresSeconds = 600) {
  const clock = createVirtualClock()
  const sent: string[] = []
  const news: string[] = []
  const registration = startRegistration({
    proxies: () => ['a', 'b'],
    expiresSeconds,
    send: (proxy, expires) => {
      sent.push(`${proxy} ${expires}`)
      return Promise.resolve(replies[proxy] ?? silence)
    },
    tell: ({ state, proxy, detail }) => void news.push([state, proxy, detail].join(' ').trim()),
    clock,
  })
  const take = (list: string[]) => list.splice(0)
  return { clock, registration, replies, sent: () => take(sent), news: () => take(news) }
}

t.test(
  'a registration is refreshed before it runs out, with the expiry that was granted',
  async (t) => {
    const { clock, sent, news } = register({ a: said(200, { expiresSeconds: 100 }) })
    await clock.pass(0)
    t.same([sent(), news()], [['a 600'], ['up a']])
    t.equal(clock.next(), 82.5, 'between 75 and 90 %, by chance')
    await clock.pass(83)
    t.same(sent(), ['a 600'])
  },
)

t.test(
  'a registrar that wants longer registrations gets them at once, and from then on',
  async (t) => {
    const { clock, sent, replies } = register({ a: said(423, { minExpiresSeconds: 1800 }) })
    await clock.pass(0)
    t.same(sent(), ['a 600', 'a 1800'])
    replies['a'] = said(200)
    await clock.pass(10)
    t.same(sent(), ['a 1800'])
    t.equal(clock.next(), 1800 * 0.825 - (10 - 3.75), 'what was asked for is granted')
  },
)

t.test('a proxy that is silent is passed over; where it registered it stays', async (t) => {
  const { clock, sent, news, replies } = register({ a: silence, b: said(200) })
  await clock.pass(0)
  t.same([sent(), news()], [['a 600', 'b 600'], ['up b']])
  replies['a'] = said(200)
  await clock.pass(600)
  t.same([sent(), news()], [['b 600'], ['up b']])
  replies['b'] = said(503)
  await clock.pass(500)
  t.same([sent(), news()], [['b 600', 'a 600'], ['up a']])
})

t.test(
  'without any proxy it is tried again after growing pauses, up again at the first success',
  async (t) => {
    const { clock, sent, news, replies } = register({})
    await clock.pass(0)
    t.same(news(), ['down b no answer'])
    const pauses: (number | undefined)[] = []
    for (let tries = 0; tries < 8; tries += 1) {
      pauses.push(clock.next())
      await clock.pass(clock.next() ?? 0)
    }
    t.same(pauses, [3.75, 7.5, 15, 30, 60, 120, 225, 225], 'half by chance, at most five minutes')
    t.equal(sent().length, 18)
    replies['b'] = said(200)
    await clock.pass(225)
    t.match(news().at(-1), 'up b')
  },
)

t.test('an account that is refused is told so, and seldom tried', async (t) => {
  const { clock, sent, news } = register({ a: said(403), b: said(200) })
  await clock.pass(0)
  t.same([sent(), news()], [['a 600'], ['refused a 403']], 'the next proxy knows no other account')
  t.equal(clock.next(), 225)
})

t.test('a registrar that asks for patience gets it', async (t) => {
  const busy = said(503, { retryAfterSeconds: 1000 })
  const { clock, sent } = register({ a: busy, b: busy })
  await clock.pass(0)
  t.equal(clock.next(), 1000)
  t.same(sent(), ['a 600', 'b 600'])
})

t.test('it unregisters where it is registered, and nothing follows', async (t) => {
  const { clock, registration, sent, news } = register({ a: said(200) })
  await clock.pass(0)
  sent()
  await registration.stop()
  t.same(sent(), ['a 0'])
  news()
  registration.refresh()
  await clock.pass(10_000)
  t.same([sent(), news(), clock.next()], [[], [], undefined])
})

t.test('one that was asked for when it ended is unregistered when it comes', async (t) => {
  const { registration, clock, sent } = register({ a: said(200) })
  const stopping = registration.stop()
  await clock.pass(0)
  await stopping
  t.same(sent(), ['a 600', 'a 0'])
})

t.test('each proxy is asked by OPTIONS, and any word of its own is a sign of life', async (t) => {
  const clock = createVirtualClock()
  const replies: Record<string, Reply> = { a: said(405), b: silence }
  const heard: string[] = []
  const keepAlive = startKeepAlive({
    proxies: ['a', 'b'],
    everySeconds: 30,
    send: (proxy) => Promise.resolve(replies[proxy] ?? silence),
    onHeard: (proxy, { detail }) => void heard.push(`${proxy} ${detail}`),
    clock,
  })
  t.equal(keepAlive.isAlive('a'), undefined, 'nobody knows yet')
  await clock.pass(0)
  t.same([keepAlive.isAlive('a'), keepAlive.isAlive('b')], [true, false])
  replies['a'] = said(503)
  await clock.pass(30)
  t.equal(keepAlive.isAlive('a'), false)
  t.same(heard, ['a 405', 'b no answer', 'a 503', 'b no answer'])
  keepAlive.stop()
  await clock.pass(60)
  t.equal(heard.length, 4)
  t.notOk(isThere({ status: 503, detail: '', isHeard: false }))
})
