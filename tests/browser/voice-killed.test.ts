import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import t from 'tap'
import { untilFound } from '../../testkit/desk.ts'
import { callerHz, callSales, stage, untilHears } from '../../testkit/story.ts'
import { noChromium, openChromium } from './chromium.ts'

// A browser on a busy machine takes its time.
t.setTimeout(240_000)

/** What the agent's microphone hears. */
const agentHz = 1000

const ear = fileURLToPath(new URL('ear.js', import.meta.url))
const untilBrowserHears = (page: Page, hz: number) =>
  untilFound(
    `${hz} Hz in the browser`,
    async () => Math.abs((await page.evaluate<number>('window.heardHz()')) - hz) <= 12,
  )

t.test(
  'a talk with an agent in a browser goes on when voice is killed',
  { skip: noChromium },
  async (t) => {
    const { system, admin, customer } = await stage(t)
    const chromium = await openChromium(t, { microphoneHz: agentHz })
    const page = await chromium.newPage()
    await page.addInitScript({ path: ear })
    await page.goto(system.http)
    await page.getByRole('textbox').first().fill('1001')
    await page.locator('input[type=password]').fill('demo-1001')
    await page.keyboard.press('Enter')
    const me = () => [...admin.page().agents.values()].find(({ id }) => id === '1001')
    await untilFound('the softphone registered', () => me()?.registered)
    await page.keyboard.press('Alt+r')
    await untilFound('ready', () => me()?.state === 'ready')

    const call = await callSales(system, customer)
    await untilFound('ringing', () => me()?.state === 'reserved')
    await page.waitForTimeout(700)
    await page.keyboard.press('Alt+a')
    await untilFound('talking', () => me()?.state === 'talking')
    const bothHear = () =>
      Promise.all([untilHears(call, agentHz), untilBrowserHears(page, callerHz)])
    await bothHear()
    await untilFound('a spare', () => system.log().split('voice is prepared').length > 2, 30_000)

    await system.kill('voice')
    const killedAt = Date.now()
    // What was heard before is forgotten by then.
    await page.waitForTimeout(600)
    await bothHear()
    const hole = call.longestSilence(Date.now() - killedAt + 100)
    t.comment(`${Math.round(hole)} ms of silence at the caller`)
    t.comment(`both hear each other again ${Date.now() - killedAt} ms after SIGKILL`)
    t.equal(me()?.state, 'talking')

    await page.keyboard.press('Alt+h')
    await untilFound(
      'silence at the agent',
      async () => (await page.evaluate<number>('window.heardHz()')) === 0,
    )
    await page.keyboard.press('Alt+h')
    await bothHear()
    call.hangUp()
    await untilFound('wrap-up', () => me()?.state === 'wrapUp')
  },
)
