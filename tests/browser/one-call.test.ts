import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import t from 'tap'
import { contactList } from '../../cti/api.ts'
import { openDesk, untilFound } from '../../testkit/desk.ts'
import { dominantHz } from '../../testkit/sound/tone.ts'
import { callerHz, callSales, phoneAgent, stage, untilHears } from '../../testkit/story.ts'
import { noChromium, openChromium } from './chromium.ts'

t.setTimeout(240_000)

/** What the agent's microphone hears. */
const agentHz = 1000

/** A folder as the first argument keeps pictures of the pages as they are in the test. */
const shots = process.argv[2]

async function shot(page: Page, name: string): Promise<void> {
  if (shots === undefined) return
  await mkdir(shots, { recursive: true })
  await page.screenshot({ path: `${shots}/${name}.png` })
}

const ear = fileURLToPath(new URL('ear.js', import.meta.url))
/** The loudest frequency that reaches the browser, Hz; 0 for silence. `ear.js` listens in the page. */
const heardBy = (page: Page) => page.evaluate<number>('window.heardHz()')

const untilBrowserHears = (page: Page, hz: number) =>
  untilFound(`${hz} Hz in the browser`, async () => Math.abs((await heardBy(page)) - hz) <= 12)

t.test(
  'an agent answers in a browser; both directions sound, also after hold, and in the recording',
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
    await shot(page, 'ready')

    const call = await callSales(system, customer)
    await page.getByText('138 0013 8000').first().waitFor()
    await untilFound('ringing', () => me()?.state === 'reserved')
    await page.waitForTimeout(700)
    await shot(page, 'ringing')
    await page.keyboard.press('Alt+a')
    await untilFound('talking', () => me()?.state === 'talking')
    await untilHears(call, agentHz)
    await untilBrowserHears(page, callerHz)
    await shot(page, 'talking')

    await page.keyboard.press('Alt+h')
    await untilFound('music', () => ![undefined, agentHz].includes(dominantHz(call.heard(300))))
    await untilFound('silence at the agent', async () => (await heardBy(page)) === 0)
    await page.waitForTimeout(500)
    await page.keyboard.press('Alt+h')
    await untilHears(call, agentHz)
    await untilBrowserHears(page, callerHz)

    await system.kill('centre')
    await page.waitForTimeout(300)
    await shot(page, 'centre-killed')
    await untilHears(call, agentHz)
    await system.untilHealthy()
    await untilFound('the desk is back', () => me()?.state === 'talking' && me()?.linked)
    await untilBrowserHears(page, callerHz)

    await page.reload()
    await untilFound('the talk after a reload', () => me()?.state === 'talking' && me()?.linked)
    await untilHears(call, agentHz)
    await untilBrowserHears(page, callerHz)

    call.hangUp()
    await untilFound('wrap-up', () => me()?.state === 'wrapUp')
    await page.waitForTimeout(500)
    await shot(page, 'wrap-up')

    const record = await untilFound('the record', async () => {
      const response = await admin.fetch('/api/v1/contacts?from=13800138000')
      if (!response.ok) return undefined
      const { contacts } = contactList.parse(await response.json())
      return contacts.find(({ recordings }) => recordings.length > 0)
    })
    const wav = await admin.fetch(`/api/v1/contacts/${record.id}/recording`)
    const samples = new Int16Array((await wav.arrayBuffer()).slice(44))
    const channel = (offset: number) => samples.filter((_, i) => i % 2 === offset)
    t.ok(Math.abs((dominantHz(channel(0)) ?? 0) - callerHz) <= 8, 'caller on the left')
    t.ok(Math.abs((dominantHz(channel(1)) ?? 0) - agentHz) <= 8, 'agent on the right')
  },
)

t.test(
  'a customer calls from the web page, and talks with an agent',
  { skip: noChromium },
  async (t) => {
    const customerHz = 700
    const { system, admin } = await stage(t)
    const board = await openDesk(t, system, '2001', 'board')
    const chromium = await openChromium(t, { microphoneHz: customerHz })
    const page = await chromium.newPage()
    await page.addInitScript({ path: ear })
    await page.goto(`${system.http}/call?name=小王`)
    await shot(page, 'web-call')
    await page.getByRole('button', { name: /call/i }).first().click()
    const contact = await board.until('the web contact', ({ contacts }) =>
      [...contacts.values()].find(({ via, phase }) => via === 'web' && phase === 'inFlow'),
    )
    await page.waitForTimeout(1500)
    t.equal(contact.name, '小王')
    await shot(page, 'web-call-menu')
    for (const key of ['1', '2']) {
      await page.getByRole('button', { name: key, exact: true }).click()
      await page.waitForTimeout(500)
    }
    await board.until('waiting for support', ({ contacts }) => {
      const now = contacts.get(contact.id)
      return now?.phase === 'waiting' && now.queue === 'support'
    })
    await page.waitForTimeout(500)
    await shot(page, 'web-call-waiting')

    const bert = await phoneAgent(t, system, admin, '1002', 1400)
    await bert.becomesReady()
    const agentCall = await bert.call()
    await untilHears(agentCall, customerHz)
    await untilBrowserHears(page, bert.toneHz)
    await shot(page, 'web-call-talking')
    await page.getByRole('button', { name: /hang up/i }).click()
    t.equal((await agentCall.ended).by, 'far')
  },
)
