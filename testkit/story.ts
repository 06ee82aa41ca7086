import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import type { AgentId } from '../core/names.ts'
import { named } from '../core/names.ts'
import type { ContactView } from '../cti/protocol.ts'
import { type Desk, openDesk, untilFound } from './desk.ts'
import { type Call, createPhone, type Incoming, type Phone } from './phone/phone.ts'
import { dominantHz } from './sound/tone.ts'
import { startSystem, type System } from './system.ts'

export const callerHz = 600

/** An agent who answers on a SIP phone of his own and steers from a desk. */
export type PhoneAgent = {
  readonly id: AgentId
  readonly desk: Desk
  readonly toneHz: number
  /** The call that rings or talks now. */
  call(): Promise<Call>
  /** What the phone does with the next ring; answers by default. */
  react(how: (incoming: Incoming) => void): void
  /** Answers, as it does by default. */
  readonly answers: (incoming: Incoming) => void
  contact(phase: ContactView['phase']): Promise<ContactView>
  becomesReady(): Promise<void>
}

/** The whole system, a customer's phone, and the administrator. */
export async function stage(t: Test): Promise<{ system: System; admin: Desk; customer: Phone }> {
  const system = await startSystem(t)
  const admin = await openDesk(t, system, 'admin', 'board')
  const customer = await createPhone()
  t.teardown(() => customer.close())
  return { system, admin, customer }
}

export async function phoneAgent(
  t: Test,
  system: System,
  admin: Desk,
  user: string,
  toneHz: number,
): Promise<PhoneAgent> {
  const phone = await createPhone()
  t.teardown(() => phone.close())
  const body = JSON.stringify({ phone: phone.uri })
  const patched = await admin.fetch(`/api/v1/people/${user}`, { method: 'PATCH', body })
  if (!patched.ok) throw new Error(`PATCH people/${user}: ${patched.status}`)
  const desk = await openDesk(t, system, user)
  const id = named<AgentId>(user)
  let current: Call | undefined
  const answers = (incoming: Incoming): void => {
    current = incoming.answer({ toneHz, afterMs: 200 })
  }
  let how = answers
  phone.onInvite((incoming) => how(incoming))
  return {
    id,
    desk,
    toneHz,
    async call() {
      const call = await untilFound(`a call at ${user}`, () => current)
      await call.answered
      return call
    },
    react: (next) => (how = next),
    answers,
    contact: (phase) =>
      desk.until(`a contact ${phase} at ${user}`, ({ contacts }) =>
        [...contacts.values()].find((each) => each.phase === phase && each.agent === id),
      ),
    async becomesReady() {
      await desk.ask({ ask: 'ready' })
      await desk.until('ready, or rung at once', ({ agents }) =>
        ['ready', 'reserved', 'talking'].includes(agents.get(id)?.state ?? ''),
      )
    },
  }
}

/** Calls the hotline, chooses Chinese and sales by RFC 4733 digits. */
export async function callSales(system: System, customer: Phone): Promise<Call> {
  const call = await customer.call(system.hotline, { toneHz: callerHz, from: '13800138000' })
  await call.answered
  await untilSound(call)
  await call.sendDigits('1')
  await sleep(300)
  await call.sendDigits('1')
  return call
}

/** Waits until a call hears this frequency over the last half second. */
export const untilHears = (call: Call, hz: number): Promise<true> =>
  untilFound(
    `${hz} Hz`,
    () => {
      const heard = dominantHz(call.heard(500))
      return heard !== undefined && Math.abs(heard - hz) <= 8
    },
    8000,
  ).then(() => true)

export const untilSound = (call: Call): Promise<true> =>
  untilFound('any sound', () => dominantHz(call.heard(300)) !== undefined, 8000).then(() => true)
