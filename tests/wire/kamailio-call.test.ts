import t from 'tap'
import { untilFound } from '../../testkit/desk.ts'
import { inner } from '../../testkit/kamailio/kamailio-process.ts'
import type { Rtpengine } from '../../testkit/kamailio/kamailio-rtpengine.ts'
import { nodeHost, noBorder, startBorderedSystem } from '../../testkit/kamailio/kamailio-system.ts'
import { callerHz, callSales, phoneAgent, untilHears } from '../../testkit/story.ts'

t.setTimeout(240_000)

const streams = ({ log }: Rtpengine): string[][] => [
  ...log().matchAll(/Port +([\d.]+):\d+ <> +([\d.]+):\d+, SSRC \w+, (\d+) p,/g),
]
/** Packets that the relay took from each party of the calls that are over. */
const relayed = (relay: Rtpengine): number[] => streams(relay).map((found) => Number(found[3]))
/** On which of its addresses it met whom. */
const sides = (relay: Rtpengine): string[] =>
  [...new Set(streams(relay).map(([, own, far]) => `${own} <> ${far}`))].sort()

t.test(
  'a caller and an agent, both outside, talk through the border and the real centre',
  { skip: noBorder },
  async (t) => {
    const { system, rtpengine, admin, customer } = await startBorderedSystem(t)
    const anna = await phoneAgent(t, system, admin, '1001', 1000)
    let from = ''
    anna.react((incoming) => {
      from = incoming.header('from')
      anna.answers(incoming)
    })
    await anna.becomesReady()

    const call = await callSales(system, customer)
    const agentCall = await anna.call()
    await untilHears(call, anna.toneHz)
    await untilHears(agentCall, callerHz)
    t.match(from, /^<sip:13800138000@voice\.example\.com>/)

    const { id } = await anna.contact('talking')
    await anna.desk.ask({ ask: 'hold', contact: id })
    await anna.desk.ask({ ask: 'resume', contact: id })
    await untilHears(agentCall, callerHz)
    await anna.desk.ask({ ask: 'digits', contact: id, digits: '42' })
    await untilFound('digits at the caller', () => call.digitsHeard() === '42')

    await anna.desk.ask({ ask: 'hangUp', contact: id })
    t.equal((await call.ended).by, 'far', 'our BYE finds its way')
    t.equal((await agentCall.ended).by, 'far')
    await untilFound('the end of the relay', () => relayed(rtpengine).length >= 4)
    t.same(sides(rtpengine), ['127.0.0.1 <> 127.0.0.1', `${inner} <> ${nodeHost}`])
    t.ok(
      relayed(rtpengine).every((packets) => packets > 0),
      relayed(rtpengine).join(' '),
    )
  },
)
