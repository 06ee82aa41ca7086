import t from 'tap'
import type { Ban } from '../../../../edge/guard/guard.ts'
import { openHttpStage } from '../http-stage.ts'

const scanner: Ban = {
  source: '2001:db8:0:7::/64',
  cause: 'scanner',
  times: 2,
  secondsLeft: 900,
  silenced: 17,
}

t.test('an administrator sees who is banned and lifts a ban; nobody else does', async (t) => {
  let bans: readonly Ban[] | undefined
  const stage = await openHttpStage(
    {},
    {
      metrics: () => 'callwright_sip_banned 1\n',
      bans: () => bans,
      lift: (source) => {
        const had = bans?.length
        bans = bans?.filter((ban) => ban.source !== source)
        return bans?.length !== had
      },
    },
  )
  t.teardown(() => stage.stop())
  const token = await stage.logIn('admin')
  const unknown = await stage.ask('/api/v1/bans', { token })
  t.equal(unknown.status, 503, 'no edge has told')
  bans = [scanner]
  const seen = await stage.ask('/api/v1/bans', { token })
  t.same(await seen.json(), { bans: [scanner] })
  const path = `/api/v1/bans/${encodeURIComponent(scanner.source)}`
  t.equal((await stage.ask(path, { method: 'DELETE' })).status, 401)
  const supervisor = await stage.logIn('2001')
  t.equal((await stage.ask(path, { method: 'DELETE', token: supervisor })).status, 403)
  t.equal((await stage.ask('/api/v1/bans', { token: supervisor })).status, 403)
  t.equal((await stage.ask(path, { method: 'DELETE', token })).status, 204)
  t.equal((await stage.ask(path, { method: 'DELETE', token })).status, 404)
  t.match(await (await stage.ask('/metrics')).text(), /^callwright_sip_banned 1$/m)
})
