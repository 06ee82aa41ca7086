import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CtiClient } from '../cti/client.ts'
import type { ContactView } from '../cti/protocol.ts'
import { between, happens, oneOf } from './chance.ts'
import type { PhoneCall } from './phone-call.ts'
import type { Phones } from './phones.ts'

const surnames = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '徐', '孙'] as const
const titles = ['先生', '女士'] as const
const englishNames = ['Alice Ward', 'Tom Baker', 'Grace Lee', 'Omar Khan', 'Julia Stone'] as const
const lookMs = 250

/** One person who calls the hotline once; resolves when the call is over. */
export async function callHotline(
  phones: Phones,
  hotline: string,
  board: CtiClient,
): Promise<void> {
  const speaksEnglish = happens(0.25)
  const number = `13${Math.floor(between(100_000_000, 999_999_999))}`
  const name = speaksEnglish ? oneOf(englishNames) : oneOf(surnames) + oneOf(titles)
  const call = await phones.dial(hotline, { number, name })
  if (!(await call.answered)) return
  if (await walkMenus(call, speaksEnglish)) {
    const language = speaksEnglish ? 'en' : 'zh'
    await waitAndTalk(call, () => contactOf(board, number), language)
  }
  call.hangUp()
}

/** Presses through the two menus; false when he has had enough of them. */
async function walkMenus(call: PhoneCall, speaksEnglish: boolean): Promise<boolean> {
  await sleep(between(1_500, 4_000))
  call.press(speaksEnglish ? '2' : '1')
  await sleep(between(1_500, 5_000))
  if (happens(0.08)) return false
  if (happens(0.1)) {
    call.press('9')
    await sleep(between(3_000, 5_000))
  }
  call.press(oneOf(['1', '2', '3']))
  return !call.isOver()
}

/** Waits as long as he has patience, then talks for as long as there is something to say. */
async function waitAndTalk(
  call: PhoneCall,
  contact: () => ContactView | undefined,
  language: 'zh' | 'en',
): Promise<void> {
  const patienceMs = happens(0.2) ? between(8_000, 20_000) : between(45_000, 120_000)
  const talkMs = between(12_000, 45_000)
  const since = performance.now()
  let talksSince: number | undefined
  while (!call.isOver()) {
    await sleep(lookMs)
    const now = performance.now()
    if (contact()?.phase === 'talking') {
      talksSince ??= now
      call.talk(language)
    }
    if (talksSince === undefined ? now - since > patienceMs : now - talksSince > talkMs) return
  }
}

const contactOf = (board: CtiClient, number: string): ContactView | undefined =>
  [...board.getState().contacts.values()].find(({ from }) => from === number)

/**
 * Keeps up to `size` people calling until `signal`: each place is taken again some seconds after its call. Resolves
 * when nobody is on the line any more.
 */
export async function callInCrowds(
  size: number,
  signal: AbortSignal,
  callOnce: () => Promise<void>,
): Promise<void> {
  // Every place listens to it.
  setMaxListeners(0, signal)
  const takePlace = async (place: number) => {
    await pause(place * between(300, 1_200), signal)
    while (!signal.aborted) {
      await callOnce()
      await pause(between(1_000, 5_000), signal)
    }
  }
  await Promise.all(Array.from({ length: size }, (_, place) => takePlace(place)))
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
}
