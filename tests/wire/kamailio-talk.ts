import { field, type Phone, type Plan, request } from '../../testkit/edge/edge-phone.ts'
import { sdp } from '../../testkit/edge/raw-call.ts'
import type { SipStage } from '../../testkit/edge/sip-stage.ts'
import type { Kamailio } from '../../testkit/kamailio/kamailio-process.ts'

let calls = 0

/** A request to the hotline by way of the border, with a Call-ID of its own. */
export function inviteOf(kamailio: Kamailio, phone: Phone, more: Partial<Plan> = {}): Plan {
  calls += 1
  return {
    method: 'INVITE',
    uri: kamailio.uri('95000'),
    callId: `border-${calls}`,
    cseq: 1,
    from: '<sip:138@127.0.0.1>;tag=a',
    to: '<sip:95000@127.0.0.1>',
    contact: `sip:138@127.0.0.1:${phone.port}`,
    body: sdp,
    ...more,
  }
}

/** Calls, is answered by this node, and acknowledges along the route set (RFC 3261 section 12.2.1.1). */
export async function call(kamailio: Kamailio, phone: Phone, node: SipStage) {
  const plan = inviteOf(kamailio, phone)
  phone.send(request(phone, plan))
  const { leg } = await node.next('leg.arrived')
  node.signalling.answer(leg, sdp)
  const ok = await phone.next('200', '1 INVITE')
  const dialog: Plan = { ...plan, ...wayOf(ok), to: field(ok, 'To'), body: '' }
  phone.send(request(phone, { ...dialog, method: 'ACK' }))
  await node.next('leg.answered')
  let { cseq } = plan
  return {
    leg,
    /** The status of the answer to one more request in the dialog. */
    async ask(method: string): Promise<number> {
      cseq += 1
      phone.send(request(phone, { ...dialog, method, cseq }))
      return Number((await phone.next('SIP/2.0 ', `${cseq} ${method}`)).split(' ')[1])
    },
  }
}

/** Target and route set that a response gives to the caller. */
function wayOf(response: string): Pick<Plan, 'uri' | 'headers'> {
  const routes = response.split('\r\n').filter((line) => /^record-route:/i.test(line))
  return {
    uri: field(response, 'Contact').slice(1, -1),
    headers: routes.map((line) => line.replace(/^record-route/i, 'Route')).reverse(),
  }
}
