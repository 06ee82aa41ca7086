import { pino } from 'pino'
import t from 'tap'
import { openRedisJournal } from '../../../server/journal/redis-journal.ts'
import { missingRedis, startRedis } from '../journal/redis-server.ts'
import { anna, running } from './running.ts'

const log = pino({ level: 'silent' })

t.test(
  'a centre on Redis serves a call, and knows it after a restart',
  { skip: missingRedis },
  async (t) => {
    const redis = await startRedis(t)
    const stage = await running(t, () => openRedisJournal(redis.url, log))
    await stage.queues('a1')
    await stage.isReady(anna)
    await stage.until(() => stage.orders('ring').length === 1)
    const [before] = stage.contacts()
    await stage.centre.stop()
    await stage.start()
    await stage.until(() => stage.centre.isReady().ok)
    t.same(stage.contacts(), [before])
    t.equal(stage.centre.counts().divergences, 0)
    const [ring] = stage.orders('ring')
    if (ring) stage.say({ type: 'leg.answered', leg: ring.leg })
    await stage.until(() => stage.contacts()[0]?.phase === 'talking')
  },
)

t.test(
  'a bug on Redis is skipped while turns are on their way',
  { skip: missingRedis },
  async (t) => {
    const redis = await startRedis(t)
    const stage = await running(t, () => openRedisJournal(redis.url, log))
    const poison = { type: 'agent.asked', agent: anna, ask: null } as never
    const puts = [
      stage.centre.put({ type: 'agent.loggedOn', agent: anna }),
      stage.centre.put(poison),
      stage.centre.put({ type: 'agent.asked', agent: anna, ask: { ask: 'ready' } }),
    ]
    const ends = (await Promise.allSettled(puts)).map(({ status }) => status)
    t.same(ends, ['fulfilled', 'rejected', 'fulfilled'])
    t.equal(stage.centre.board().agents.get(anna)?.state, 'ready')
    t.same(stage.fatal, [])
  },
)
