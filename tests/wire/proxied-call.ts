import { sdp, type Request, type Scene } from '../../testkit/edge/edge-app.ts'
import { answer, request, type Phone, type Plan } from '../../testkit/edge/edge-phone.ts'

export type Results = Awaited<ReturnType<Scene['srf']['proxyRequest']>>
/** What the application was told of each request that it had proxied. */
type Told = { readonly results: Promise<Results> }

export const uriOf = (phone: Phone) => `sip:callee@127.0.0.1:${phone.port}`

let calls = 0

/** A caller, and an application that has every INVITE proxied to these targets. */
export async function startCall(scene: Scene, targets: readonly string[], options: object = {}) {
  const { edge, srf, phone } = scene
  const caller = await phone()
  let tell: (results: Results | PromiseLike<Results>) => void
  const told: Told = { results: new Promise((resolve) => (tell = resolve)) }
  srf.invite((req: Request) => tell(srf.proxyRequest(req, [...targets], options)))
  calls += 1
  const plan: Plan = {
    method: 'INVITE',
    uri: `sip:95000@127.0.0.1:${edge.sipPort}`,
    callId: `proxied-${calls}`,
    cseq: 1,
    from: '<sip:alice@example.com>;tag=alice1',
    to: '<sip:95000@example.com>',
    contact: `sip:alice@127.0.0.1:${caller.port}`,
    headers: ['X-Story: keep  me', 'Subject: kept'],
    body: sdp('alice'),
  }
  return { caller, plan, told, invite: () => caller.send(request(caller, plan)) }
}

export const accept = (callee: Phone, invite: string) =>
  callee.send(
    answer(invite, '200 OK', {
      tag: `t${callee.port}`,
      contact: uriOf(callee),
      body: sdp('callee'),
    }),
  )
