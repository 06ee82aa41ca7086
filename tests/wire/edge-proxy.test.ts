import t from 'tap'
import { drained, quick, startScene } from '../../testkit/edge/edge-app.ts'
import { answer, field, request } from '../../testkit/edge/edge-phone.ts'
import { accept, type Results, startCall, uriOf } from './proxied-call.ts'

t.jobs = 8
const atOnce = { buffered: true }

t.test('targets are tried one after the other, and each final is told', atOnce, async (t) => {
  const scene = await startScene(t)
  const [busy, free] = [await scene.phone(), await scene.phone()]
  const { caller, plan, told, invite } = await startCall(scene, [uriOf(busy), uriOf(free)], {
    headers: { 'X-Added': 'by the application', Subject: 'changed' },
  })
  invite()
  const first = await busy.next('INVITE')
  t.equal(first.split('\r\n')[0], `INVITE ${uriOf(busy)} SIP/2.0`)
  t.equal(field(first, 'Max-Forwards'), '69')
  t.equal(first.match(/^Via:/gim)?.length, 2)
  t.ok(first.includes('X-Story: keep  me'), 'unknown headers keep their very spelling')
  t.match(first, 'X-Added: by the application')
  t.same(
    first.match(/^Subject:.*$/gm)?.map((line) => line.trim()),
    ['Subject: changed'],
  )
  t.notMatch(first, 'Record-Route')
  busy.send(answer(first, '486 Busy Here', { tag: 'b' }))
  await busy.next('ACK')
  const second = await free.next('INVITE')
  free.send(answer(second, '180 Ringing', { tag: 'f' }))
  const ringing = await caller.next('180')
  t.equal(ringing.match(/^Via:/gim)?.length, 1)
  accept(free, second)
  const ok = await caller.next('200 OK')
  t.equal(ok.match(/^Via:/gim)?.length, 1)
  t.match(await told.results, {
    connected: true,
    finalStatus: 200,
    responses: [{ msgs: { length: 2 } }],
  })
  const to = field(ok, 'To')
  // The dialog is between the two: the edge is not in its way.
  caller.send(request(caller, { ...plan, method: 'ACK', to, body: '' }))
  t.ok(await drained(scene.edge))
})

t.test('the edge stays in the way of the dialog where it is asked to', atOnce, async (t) => {
  const scene = await startScene(t)
  const callee = await scene.phone()
  const { caller, plan, told, invite } = await startCall(scene, [uriOf(callee)], {
    remainInDialog: true,
  })
  invite()
  const came = await callee.next('INVITE')
  const route = field(came, 'Record-Route')
  t.equal(route, `<sip:127.0.0.1:${scene.edge.sipPort};lr>`)
  accept(callee, came)
  const ok = await caller.next('200 OK')
  await told.results
  const later = {
    ...plan,
    uri: uriOf(callee),
    to: field(ok, 'To'),
    body: '',
    headers: [`Route: ${route}`],
  }
  caller.send(request(caller, { ...later, method: 'ACK' }))
  const ack = await callee.next('ACK')
  t.notMatch(ack, 'Route:')
  t.equal(ack.split('\r\n')[0], `ACK ${uriOf(callee)} SIP/2.0`)
  caller.send(request(caller, { ...later, method: 'BYE', cseq: 2 }))
  const bye = await callee.next('BYE')
  t.equal(bye.match(/^Via:/gim)?.length, 2)
  callee.send(answer(bye, '200 OK'))
  await caller.next('200 OK', '2 BYE')
  t.ok(await drained(scene.edge))
})

t.test(
  'of several that ring at once one answers, and the others are cancelled',
  atOnce,
  async (t) => {
    const scene = await startScene(t)
    const callees = [await scene.phone(), await scene.phone(), await scene.phone()]
    const { caller, told, invite } = await startCall(scene, callees.map(uriOf), {
      forking: 'simultaneous',
    })
    invite()
    const came = await Promise.all(callees.map((callee) => callee.next('INVITE')))
    for (const [index, callee] of callees.entries())
      callee.send(answer(came[index] ?? '', '180 Ringing', { tag: `r${index}` }))
    await caller.next('180')
    const [first, second, third] = callees
    if (!first || !second || !third) return
    accept(second, came[1] ?? '')
    const ok = await caller.next('200 OK')
    t.match(field(ok, 'To'), `tag=t${second.port}`)
    for (const [callee, index] of [
      [first, 0],
      [third, 2],
    ] as const) {
      const cancel = await callee.next('CANCEL')
      t.equal(field(cancel, 'Via'), field(came[index] ?? '', 'Via'))
      callee.send(answer(cancel, '200 OK'))
      callee.send(answer(came[index] ?? '', '487 Request Terminated', { tag: `r${index}` }))
      await callee.next('ACK')
    }
    t.match(await told.results, { connected: true })
    t.ok(await drained(scene.edge))
  },
)

t.test('a caller who cancels ends what rings, and nobody else is tried', atOnce, async (t) => {
  const scene = await startScene(t)
  const [callee, other] = [await scene.phone(), await scene.phone()]
  const { caller, plan, told } = await startCall(scene, [uriOf(callee), uriOf(other)])
  const branch = 'z9hG4bKtocancel'
  caller.send(request(caller, { ...plan, branch }))
  const came = await callee.next('INVITE')
  callee.send(answer(came, '180 Ringing', { tag: 'c' }))
  await caller.next('180')
  caller.send(request(caller, { ...plan, branch, method: 'CANCEL', body: '' }))
  await caller.next('200 OK', '1 CANCEL')
  callee.send(answer(await callee.next('CANCEL'), '200 OK'))
  callee.send(answer(came, '487 Request Terminated', { tag: 'c' }))
  const end = await caller.next('487')
  caller.send(request(caller, { ...plan, branch, method: 'ACK', to: field(end, 'To'), body: '' }))
  t.match(await told.results, { connected: false, finalStatus: 487 })
  t.same(other.seen, [])
  t.ok(await drained(scene.edge))
})

t.test('a redirection is followed where that is wanted, and else passed on', atOnce, async (t) => {
  for (const followRedirects of [true, false]) {
    const scene = await startScene(t)
    const [moved, here] = [await scene.phone(), await scene.phone()]
    const { caller, plan, told, invite } = await startCall(scene, [uriOf(moved)], {
      followRedirects,
    })
    invite()
    moved.send(
      answer(await moved.next('INVITE'), '302 Moved Temporarily', {
        tag: 'm',
        contact: uriOf(here),
      }),
    )
    if (followRedirects) {
      accept(here, await here.next('INVITE'))
      await caller.next('200 OK')
    } else {
      const end = await caller.next('302')
      t.equal(field(end, 'Contact'), `<${uriOf(here)}>`)
      caller.send(request(caller, { ...plan, method: 'ACK', to: field(end, 'To'), body: '' }))
    }
    t.match(await told.results, { connected: followRedirects })
  }
})

t.test(
  'the best refusal goes back: a 6xx before all, with the challenges of everybody',
  atOnce,
  async (t) => {
    const refusals = async (...statuses: readonly [string, string]) => {
      const scene = await startScene(t)
      const callees = [await scene.phone(), await scene.phone()]
      const { caller, invite } = await startCall(scene, callees.map(uriOf), {
        forking: 'simultaneous',
      })
      invite()
      for (const [index, callee] of callees.entries()) {
        const status = statuses[index] ?? ''
        const name = status.startsWith('401') ? 'WWW-Authenticate' : 'Proxy-Authenticate'
        const headers = /^40[17]/.test(status)
          ? [`${name}: Digest realm="r${index}", nonce="n"`]
          : []
        callee.send(answer(await callee.next('INVITE'), status, { tag: `x${index}`, headers }))
      }
      for (;;) {
        const came = await caller.next('SIP/2.0')
        if (!came.startsWith('SIP/2.0 100')) return came
      }
    }
    const [both, decline, low, unavailable] = await Promise.all([
      refusals('401 Unauthorized', '407 Proxy Authentication Required'),
      refusals('404 Not Found', '603 Decline'),
      refusals('500 Server Error', '480 Temporarily Unavailable'),
      refusals('503 Service Unavailable', '503 Service Unavailable'),
    ])
    t.match(both, /^SIP\/2.0 401/)
    t.match(both, 'realm="r0"')
    t.match(both, 'realm="r1"')
    t.match(decline, /^SIP\/2.0 603/)
    t.match(low, /^SIP\/2.0 480/)
    t.match(unavailable, /^SIP\/2.0 500/, 'a 503 is about the next hop')
  },
)

t.test(
  'a silent target is given up after its time, and the next one is tried',
  atOnce,
  async (t) => {
    const scene = await startScene(t)
    const [silent, ringer, last] = [await scene.phone(), await scene.phone(), await scene.phone()]
    const { caller, told, invite } = await startCall(scene, [silent, ringer, last].map(uriOf), {
      provisionalTimeout: '200ms',
      finalTimeout: '1s',
    })
    invite()
    await silent.next('INVITE')
    const came = await ringer.next('INVITE')
    ringer.send(answer(came, '180 Ringing', { tag: 'r' }))
    await caller.next('180')
    ringer.send(answer(await ringer.next('CANCEL'), '200 OK'))
    ringer.send(answer(came, '487 Request Terminated', { tag: 'r' }))
    accept(last, await last.next('INVITE'))
    await caller.next('200 OK')
    t.match(await told.results, { connected: true })
  },
)

t.test(
  'nobody there is a time-out; too many hops are refused; a wrong order is none',
  atOnce,
  async (t) => {
    const scene = await startScene(t, quick)
    const silent = await scene.phone()
    const { caller, plan, told, invite } = await startCall(scene, [uriOf(silent)])
    invite()
    const end = await caller.next('408')
    caller.send(request(caller, { ...plan, method: 'ACK', to: field(end, 'To'), body: '' }))
    t.match(await told.results, { connected: false })

    const tired = request(caller, { ...plan, callId: 'tired' }).replace(
      'Forwards: 70',
      'Forwards: 0',
    )
    caller.send(tired)
    await caller.next('483')

    const other = await startScene(t, quick)
    const wrong = await startCall(other, ['sip:'])
    wrong.invite()
    await t.rejects(
      wrong.told.results.catch((error: unknown) => Promise.reject(new Error(String(error)))),
      {
        message: 'invalid destination uri',
      },
    )
  },
)

t.test('what is no INVITE is proxied too, over another transport', atOnce, async (t) => {
  const { edge, srf, phone, browser } = await startScene(t, quick, [
    'invite',
    'options',
    'register',
  ])
  const [caller, web] = [await phone(), await browser()]
  srf.register((_req, res) =>
    res.send(200, { headers: { Contact: '<sip:web@x.invalid>;expires=60' } }),
  )
  const register = {
    method: 'REGISTER',
    uri: 'sip:example.com',
    callId: 'reg',
    cseq: 1,
    from: '<sip:web@example.com>;tag=w',
    to: '<sip:web@example.com>',
    contact: 'sip:web@x.invalid;transport=ws',
    headers: ['Expires: 60'],
  }
  web.send(request(web, register))
  await web.next('200 OK')
  const results = new Promise<Results>((resolve) =>
    srf.options((req) =>
      resolve(srf.proxyRequest(req, 'sip:web@x.invalid;transport=ws', { recordRoute: true })),
    ),
  )
  caller.send(
    request(caller, {
      method: 'OPTIONS',
      uri: `sip:web@127.0.0.1:${edge.sipPort}`,
      callId: 'opt',
      cseq: 1,
      from: '<sip:alice@example.com>;tag=a',
      to: '<sip:web@example.com>',
    }),
  )
  const came = await web.next('OPTIONS')
  t.match(field(came, 'Via'), /^SIP\/2.0\/WS /)
  t.same(
    came.match(/^Record-Route:.*$/gm)?.map((line) => line.trim()),
    [
      `Record-Route: <sip:127.0.0.1:${edge.wsPort};transport=ws;lr>`,
      `Record-Route: <sip:127.0.0.1:${edge.sipPort};lr>`,
    ],
  )
  web.send(answer(came, '200 OK', { tag: 'o' }))
  await caller.next('200 OK', '1 OPTIONS')
  t.match(await results, { connected: true })
})
