import t from 'tap'
import { Stage } from '../../testkit/calls/stage.ts'

t.test(
  'a caller who hangs up while an agent rings frees that agent, who keeps his turn',
  async (t) => {
    const stage = new Stage()
    const anna = stage.agent('1001').isReady()
    stage.passes(30)
    const bert = stage.agent('1002').isReady()
    const caller = stage.caller().waitsForSales()
    t.ok(anna.leg)
    caller.hangsUp()
    t.equal(anna.leg, undefined)
    t.equal(anna.state(), 'agent.becameReady')
    t.match(stage.of('agent.released'), [{ why: 'not-connected' }])

    stage.caller().waitsForSales()
    t.ok(anna.leg, 'she has still been free the longest')
    t.equal(bert.leg, undefined)
  },
)
