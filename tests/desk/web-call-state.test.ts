import t from 'tap'
import { callProgress, isInCall } from '../../desk/state/call-progress.ts'
import { nextWebCallState, type WebCallState } from '../../desk/state/web-call-state.ts'
import { atRest } from '../../softphone/softphone-state.ts'
import { contact } from './views.ts'

const phone = { ...atRest, link: 'connected' as const }
const open: WebCallState = { is: 'open', since: 1000 }

t.test('a call goes from asking to connecting, to open, to over', async (t) => {
  let line: WebCallState = { is: 'asking' }
  line = nextWebCallState(line, { ...phone, call: 'connecting' }, true, 500)
  t.same(line, { is: 'connecting' })
  line = nextWebCallState(line, { ...phone, call: 'talking' }, true, 1000)
  t.same(line, open)
  line = nextWebCallState(line, { ...phone, call: 'none' }, true, 4000)
  t.same(line, { is: 'over', talkedMs: 3000 })
})

t.test('a call that was never answered says why', async (t) => {
  const ended = (status: number) => ({ ...phone, lastEnd: { status, by: 'there' as const } })
  t.same(nextWebCallState({ is: 'connecting' }, ended(404), true, 0), {
    is: 'refused',
    reason: 'unknown-number',
  })
  t.same(nextWebCallState({ is: 'connecting' }, ended(500), true, 0), {
    is: 'refused',
    reason: 'unreachable',
  })
})

t.test('hanging up before the answer goes back to the beginning', async (t) => {
  const state = { ...phone, lastEnd: { by: 'here' as const } }
  t.same(nextWebCallState({ is: 'connecting' }, state, true, 0), { is: 'idle' })
})

t.test('without a microphone there is no call, and a blocked speaker ends none', async (t) => {
  const denied = { ...phone, fault: 'microphone-denied' as const }
  t.same(nextWebCallState({ is: 'asking' }, denied, true, 0), {
    is: 'refused',
    reason: 'microphone-denied',
  })
  const blocked = { ...phone, call: 'talking' as const, fault: 'sound-blocked' as const }
  t.same(nextWebCallState(open, blocked, true, 2000), open)
})

t.test('the customer is told where the call stands', async (t) => {
  const label = { zh: '主菜单', en: 'Main menu' }
  const stands = [
    [contact({ phase: 'inFlow', path: [{ at: 0, label }] }), { at: 'menu', label }],
    [
      contact({ phase: 'waiting', queuedAt: 7, position: 3, told: { at: 7, position: 2 } }),
      { at: 'waiting', position: 2, waitSeconds: undefined },
    ],
    [
      contact({ phase: 'waiting', queuedAt: 7, position: 3, told: { at: 7, waitSeconds: 60 } }),
      { at: 'waiting', position: undefined, waitSeconds: 60 },
    ],
    [contact({ phase: 'offered', queuedAt: 7 }), { at: 'ringing', since: 7 }],
    [contact({ connectedAt: 9 }), { at: 'talking', since: 9 }],
    [contact({ held: true, heldSince: 9 }), { at: 'held', since: 9 }],
    [contact({ phase: 'parted', since: 3 }), { at: 'held', since: 3 }],
    [contact({ phase: 'diverting', since: 3 }), { at: 'ringing', since: 3 }],
    [contact({ phase: 'diverted', since: 4 }), { at: 'talking', since: 4 }],
    [contact({ phase: 'leavingMessage', since: 3 }), { at: 'message', since: 3 }],
    [contact({ phase: 'leaving', since: 3 }), { at: 'leaving', since: 3 }],
    [undefined, { at: 'menu', since: 1000 }],
  ] as const
  for (const [view, progress] of stands) t.match(callProgress(open, view), progress)
})

t.test('keys and hang up are there exactly while there is a call', async (t) => {
  t.notOk(isInCall(callProgress({ is: 'idle' }, undefined)))
  t.ok(isInCall(callProgress({ is: 'asking' }, undefined)))
  t.ok(isInCall(callProgress(open, undefined)))
  t.notOk(isInCall(callProgress({ is: 'over', talkedMs: 1 }, undefined)))
})
