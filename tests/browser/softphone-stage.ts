import { setTimeout as sleep } from 'node:timers/promises'
import * as mediasoup from 'mediasoup'
import type { Worker } from 'mediasoup/types'
import type { Page } from 'playwright-core'
import type { Test } from 'tap'
import { hearEachOther } from '../../core/hearing.ts'
import { type AgentId, type LegId, named } from '../../core/names.ts'
import type { SoftphoneState } from '../../softphone/softphone-state.ts'
import { type CallOptions, createPhone } from '../../testkit/phone/phone.ts'
import { dominantHz } from '../../testkit/sound/tone.ts'
import { bundle } from './bundle.ts'
import { noChromium, openChromium, openPage } from './chromium.ts'
import type { Exchange } from './exchange.ts'

export const script = noChromium ? '' : await bundle('softphone-page.js')
export const agent = named<AgentId>('1001')
export const isNear = (hz: number | undefined, wanted: number) => Math.abs((hz ?? 0) - wanted) < 10

/** A page whose microphone hears 1000 Hz, with a softphone that starts. */
export async function openPhone(t: Test, exchange: Exchange, user: string, register: boolean) {
  const page = await openPage(t, await openChromium(t), script)
  const account = JSON.stringify(exchange.accountOf(user))
  await page.evaluate(`createPhone(${account}, ${register})`)
  return page
}

export const press = (page: Page, what: string) => page.evaluate(`phone.${what}`)

export async function until(holds: () => Promise<boolean> | boolean): Promise<boolean> {
  for (let n = 0; n < 100; n++) {
    if (await holds()) return true
    await sleep(100)
  }
  return false
}

/** Waits until the phone's state has all of this. */
export async function shows(t: Test, page: Page, wanted: Partial<SoftphoneState>) {
  let state: Record<string, unknown> = {}
  await until(async () => {
    state = await page.evaluate<Record<string, unknown>>('told.at(-1) ?? {}')
    return Object.entries(wanted).every(
      ([key, value]) => JSON.stringify(state[key]) === JSON.stringify(value),
    )
  })
  t.match(state, wanted)
}

export async function heardInPage(page: Page): Promise<number | undefined> {
  const { rate, pcm } = await page.evaluate<{ rate: number; pcm: number[] }>('heard()')
  return dominantHz(Int16Array.from(pcm), rate)
}

export const agentIsRung = (exchange: Exchange, leg: LegId, autoAnswer = false) => {
  exchange.voice.perform({
    do: 'ring',
    leg,
    agent,
    to: { softphone: agent },
    caller: { number: '13800000000', name: 'Anna' },
    autoAnswer,
  })
}

/** The leg of the agent in `talk`. */
export const leg = named<LegId>('c1.1')

/** A phone whose tone is 600 Hz talks with the agent's browser, whose tone is 1000 Hz. */
export async function talk(t: Test, exchange: Exchange, options: CallOptions = {}) {
  const caller = await createPhone()
  t.teardown(() => caller.close())
  const page = await openPhone(t, exchange, agent, true)
  await exchange.take('device.registered')
  const call = await caller.call(exchange.uriOf('95000'), { toneHz: 600, ...options })
  const inbound = (await exchange.take('leg.arrived')).leg
  exchange.voice.perform({ do: 'answer', leg: inbound })
  await exchange.take('leg.answered')
  agentIsRung(exchange, leg, true)
  await exchange.take('leg.answered')
  exchange.voice.perform({ do: 'hear', rows: hearEachOther(inbound, leg) })
  const bothHear = async (when: string) => {
    t.ok(await until(() => isNear(dominantHz(call.heard(500)), 1000)), `the caller hears ${when}`)
    t.ok(await until(async () => isNear(await heardInPage(page), 600)), `the agent hears ${when}`)
  }
  return { call, page, inbound, bothHear }
}

/** Every mediasoup worker that starts from now on. */
export function watchWorkers(t: Test): readonly Worker[] {
  const workers: Worker[] = []
  const meet = (worker: Worker) => void workers.push(worker)
  mediasoup.observer.on('newworker', meet)
  t.teardown(() => mediasoup.observer.off('newworker', meet))
  return workers
}
