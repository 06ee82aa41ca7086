import t from 'tap'
import type { Session } from '../../../../cti/api.ts'
import { passwordOf, ownerOfCredential } from '../../../../sip/access/credential.ts'
import { openHttpStage } from '../http-stage.ts'

const stage = await openHttpStage()
t.teardown(() => stage.stop())
const { ask, centre } = stage
const stateOf = (agent: string) => centre.board().agents.get(agent as never)?.state
const logIn = (user: string, password: string) =>
  ask('/api/v1/sessions', { body: { user, password } })

t.test('an agent logs in, is logged on, and gets a phone for this sitting', async (t) => {
  const response = await logIn('1001', 'demo-1001')
  t.equal(response.status, 201)
  const session = (await response.json()) as Session
  t.match(session.me, { id: '1001', role: 'agent', device: 'softphone' })
  t.equal(stateOf('1001'), 'notReady')
  const { sip } = session
  t.match(sip, { server: 'ws://127.0.0.1:5066', uri: 'sip:1001@127.0.0.1' })
  t.equal(sip?.password, passwordOf(stage.config.secret, sip?.authorizationUser ?? ''))
  t.equal(ownerOfCredential(sip?.authorizationUser ?? '', Date.now()), '1001')
  t.match(stage.http.whoIs(session.token), { kind: 'person', id: '1001', role: 'agent' })
  t.match(response.headers.get('set-cookie'), /callwright=.*HttpOnly; SameSite=Strict/)
})

t.test('the supervisor has a session without a phone', async (t) => {
  const response = await logIn('2001', 'demo-2001')
  t.match(await response.json(), { me: { role: 'supervisor' }, sip: undefined })
})

t.test('a session is found again after a reload, by header and by cookie', async (t) => {
  const token = await stage.logIn('1002')
  for (const way of [{ token }, { headers: { cookie: `callwright=${token}` } }]) {
    const response = await ask('/api/v1/sessions/current', way)
    t.equal(response.status, 200)
    t.match(await response.json(), { token, me: { id: '1002' }, sip: { password: String } })
  }
})

t.test('the cookie does not work for what another site makes the browser send', async (t) => {
  const token = await stage.logIn('1002')
  const headers = { cookie: `callwright=${token}`, 'sec-fetch-site': 'cross-site' }
  t.equal((await ask('/api/v1/sessions/current', { headers })).status, 401)
})

t.test('logging out logs the agent off and ends the token', async (t) => {
  const token = await stage.logIn('1003')
  t.equal(stateOf('1003'), 'notReady')
  const response = await ask('/api/v1/sessions/current', { method: 'DELETE', token })
  t.equal(response.status, 204)
  t.equal(stateOf('1003'), 'loggedOff')
  t.equal((await ask('/api/v1/sessions/current', { token })).status, 401)
  t.equal(stage.http.whoIs(token), undefined)
})

t.test('a page that comes back to a logged-off agent logs him on again', async (t) => {
  const token = await stage.logIn('1004')
  await centre.put({ type: 'agent.asked', agent: '1004' as never, ask: { ask: 'logOff' } })
  t.equal(stateOf('1004'), 'loggedOff')
  await ask('/api/v1/sessions/current', { token })
  t.equal(stateOf('1004'), 'notReady')
})

t.test('a wrong password and an unknown user are refused alike', async (t) => {
  for (const user of ['1005', 'nobody']) {
    const response = await logIn(user, 'wrong')
    t.equal(response.status, 401)
    t.match(await response.json(), { reason: 'bad-credentials' })
  }
})

t.test('after five wrong passwords even the right one has to wait', async (t) => {
  for (let tries = 0; tries < 5; tries++) await logIn('1006', 'wrong')
  const response = await logIn('1006', 'demo-1006')
  t.equal(response.status, 429)
  t.match(await response.json(), { reason: 'too-many-attempts' })
  t.ok(Number(response.headers.get('retry-after')) > 0)
  t.equal((await logIn('1007', 'demo-1007')).status, 201, 'others are not held up')
})

t.test('a forged or cut token is nobody', async (t) => {
  const token = await stage.logIn('1008')
  const [body = '', signature] = token.split('.')
  const other = Buffer.from(Buffer.from(body, 'base64url').toString().replace('1008', 'admin'))
  for (const forged of ['', '.', 'x', body, `${other.toString('base64url')}.${signature}`])
    t.equal(stage.http.whoIs(forged), undefined)
})
