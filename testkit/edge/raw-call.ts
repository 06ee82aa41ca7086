import { field, type Phone, type Plan, request } from './edge-phone.ts'
import { authorize, type SipStage, sittingOf } from './sip-stage.ts'

export const sdp = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\n'
let calls = 0

/** An INVITE to the hotline from this phone. */
export function inviteOf(
  phone: Phone,
  stage: Pick<SipStage, 'uri'>,
  more: Partial<Plan> = {},
): Plan {
  calls += 1
  return {
    method: 'INVITE',
    uri: stage.uri('95000'),
    callId: `call-${calls}`,
    cseq: 1,
    from: '"Li Na" <sip:138@127.0.0.1>;tag=a',
    to: '<sip:95000@127.0.0.1>',
    contact: `sip:138@127.0.0.1:${phone.port}`,
    body: sdp,
    ...more,
  }
}

/** Calls, is answered and acknowledges; gives the way to send further requests in the dialog. */
export async function talk(stage: SipStage, phone: Phone) {
  const plan = inviteOf(phone, stage)
  phone.send(request(phone, plan))
  const { leg } = await stage.next('leg.arrived')
  stage.signalling.answer(leg, sdp)
  const ok = await phone.next('200')
  const to = field(ok, 'To')
  const dialog: Plan = { ...plan, to, body: '' }
  phone.send(request(phone, { ...dialog, method: 'ACK' }))
  await stage.next('leg.answered')
  let { cseq } = plan
  return {
    leg,
    /** Gives the final response; an INVITE is acknowledged. */
    async ask(method: string, more: Partial<Plan> = {}): Promise<string> {
      cseq += 1
      const branch = `z9hG4bK-${plan.callId}-${cseq}`
      phone.send(request(phone, { ...dialog, method, cseq, branch, ...more }))
      let response = await phone.next('SIP/2.0 ')
      while (response.startsWith('SIP/2.0 1')) response = await phone.next('SIP/2.0 ')
      if (method === 'INVITE')
        phone.send(request(phone, { ...dialog, method: 'ACK', cseq, branch }))
      return response
    },
  }
}

/** The contact of sip.js. */
export const browser = 'sip:abc@browser.invalid;transport=ws'

/** REGISTER with the agent's sitting; the 200 has come when it resolves. */
export async function registerSoftphone(
  phone: Phone,
  agent: string,
  contact = browser,
  headers: readonly string[] = [],
) {
  const plan: Plan = {
    method: 'REGISTER',
    uri: 'sip:127.0.0.1',
    callId: `registration-${agent}`,
    cseq: 1,
    from: `<sip:${agent}@127.0.0.1>;tag=r`,
    to: `<sip:${agent}@127.0.0.1>`,
    contact,
    headers,
  }
  phone.send(request(phone, plan))
  const challenge = field(await phone.next('401'), 'WWW-Authenticate')
  const [name, value] = authorize('REGISTER', plan.uri, challenge, sittingOf(agent))
  phone.send(request(phone, { ...plan, cseq: 2, headers: [...headers, `${name}: ${value}`] }))
  await phone.next('200')
}
