import t, { type Test } from 'tap'
import { type AgentId, type LegId, named } from '../../core/names.ts'
import { answer, field, startWsPhone } from '../../testkit/edge/edge-phone.ts'
import { browser, registerSoftphone, sdp } from '../../testkit/edge/raw-call.ts'
import { createSipStage } from '../../testkit/edge/sip-stage.ts'

const leg = named<LegId>('c1.1')
const offers = (text: string) => () => Promise.resolve(`${sdp}a=${text}\r\n`)

/** A softphone that talks with us, and was rung. */
async function talk(t: Test) {
  const stage = await createSipStage()
  const phone = await startWsPhone(stage.edge.wsPort)
  t.teardown(async () => {
    phone.close()
    await stage.stop()
  })
  await registerSoftphone(phone, '1001')
  stage.signalling.ring(leg, {
    to: { softphone: named<AgentId>('1001') },
    offer: sdp,
    caller: { number: '138' },
    autoAnswer: false,
  })
  const invite = await phone.next('INVITE')
  phone.send(answer(invite, '200 OK', { tag: 'b', contact: browser, body: sdp }))
  await stage.next('leg.answered')
  await phone.next('ACK')
  /** Answers the next re-INVITE; gives it. */
  const reply = async (status: string, body?: string) => {
    const reinvite = await phone.next('INVITE')
    phone.send(answer(reinvite, status, { contact: browser, ...(body && { body }) }))
    await phone.next('ACK')
    return reinvite
  }
  return { ...stage, phone, reply }
}

t.test('a further offer is sent by re-INVITE, and its answer given', async (t) => {
  const { signalling, reply } = await talk(t)
  const answering = signalling.reoffer(leg, offers('first'))
  t.match(await reply('200 OK', `${sdp}a=theirs\r\n`), /a=first/)
  t.match(await answering, /a=theirs/)
  t.equal(await signalling.reoffer(leg, () => Promise.resolve(undefined)), undefined)
})

t.test('after one that was refused the next one passes', async (t) => {
  const { signalling, reply } = await talk(t)
  const refused = signalling.reoffer(leg, offers('first'))
  const refusal = refused.catch((error: unknown) => error)
  await reply('488 Not Acceptable Here')
  t.match(await refusal, { status: 488 })
  const answering = signalling.reoffer(leg, offers('second'))
  t.match(await reply('200 OK', sdp), /a=second/)
  t.equal(await answering, sdp)
})

t.test("one that crosses the party's own is made anew a little later", async (t) => {
  const { signalling, reply } = await talk(t)
  const texts = ['first', 'second']
  const answering = signalling.reoffer(leg, () => offers(texts.shift() ?? 'none')())
  t.match(await reply('491 Request Pending'), /a=first/)
  const again = await reply('200 OK', sdp)
  t.match(again, /a=second/)
  t.match(field(again, 'CSeq'), 'INVITE')
  t.equal(await answering, sdp)
})

t.test('a party that is silent, or gone, is not waited for', async (t) => {
  const { signalling, phone } = await talk(t)
  await t.rejects(signalling.reoffer(named('none'), offers('first')), /no dialog/)
  await t.rejects(signalling.reoffer(leg, offers('first')), /does not answer/)
  t.match(await phone.next('INVITE'), /a=first/)
})
