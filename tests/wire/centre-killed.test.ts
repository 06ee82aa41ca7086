import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { WebSocket } from 'ws'
import { type AgentId, named } from '../../core/names.ts'
import { createCtiClient, type Socket } from '../../cti/client.ts'
import { CentreStage, until } from './centre-stage.ts'

const anna = named<AgentId>('1001')

t.test(
  'SIGKILL in a talk: the desk comes back to it, who called meanwhile is answered',
  async (t) => {
    const stage = await CentreStage.open(t)
    const { token } = await stage.logIn('1001')
    const desk = createCtiClient({
      url: `${stage.web.replace('http', 'ws')}/cti`,
      token,
      topic: 'desk',
      open: (url): Socket => new WebSocket(url),
    })
    t.teardown(() => desk.close())
    await until(() => desk.getState().state === 'live')
    stage.say({ type: 'device.registered', agent: anna })
    t.same(await desk.ask({ ask: 'ready' }), { ok: true })

    const first = await stage.callsSales('a1')
    const ring = await stage.order('ring')
    stage.say({ type: 'leg.answered', leg: ring.leg })
    const talk = () => [...desk.getState().contacts.values()][0]
    await until(() => talk()?.phase === 'talking')
    const before = talk()

    stage.centre.kill('SIGKILL')
    const killedAt = Date.now()
    await until(() => desk.getState().state === 'lost')
    stage.arrives('a2')
    stage.startCentre()
    await until(() => desk.getState().state === 'live')
    t.comment(`the desk was live again ${Date.now() - killedAt} ms after the kill`)
    t.same(talk(), before)
    await until(() => stage.orders('answer').some(({ leg }) => leg === named('a2')))
    t.comment(`the caller in between was answered ${Date.now() - killedAt} ms after the kill`)
    t.equal(stage.orders('ring').length, 1, 'nothing was done twice')

    stage.say({ type: 'leg.ended', leg: first, reason: 'hung-up' })
    await until(() => talk()?.phase === 'wrapUp')
    const id = before?.id ?? named('c0')
    const ask = { ask: 'wrapUp', contact: id, disposition: 'sold', note: 'well' } as const
    t.same(await desk.ask(ask), { ok: true })
    t.match(await stage.recordOf(id, token), {
      from: '555',
      to: '95000',
      agent: '1001',
      queue: 'sales',
      outcome: 'handled',
      disposition: 'sold',
      note: 'well',
    })

    stage.centre.kill('SIGTERM')
    t.same(await once(stage.centre, 'exit'), [0, null])
    t.ok(readdirSync(join(stage.dir, 'journal')).some((name) => name.endsWith('.snapshot')))
  },
)
