import { fileURLToPath } from 'node:url'
import t from 'tap'
import { untilFound } from '../../testkit/desk.ts'
import { noBorder, startBorderedSystem } from '../../testkit/kamailio/kamailio-system.ts'
import { callerHz, callSales, untilHears } from '../../testkit/story.ts'
import { noChromium, openChromium } from './chromium.ts'

t.setTimeout(240_000)

const agentHz = 1000
const ear = fileURLToPath(new URL('ear.js', import.meta.url))

for (const relaysWeb of [false, true])
  t.test(
    `an agent’s browser behind the border talks to a caller; its WebRTC ends at the ${relaysWeb ? 'relay' : 'node'}`,
    { skip: noChromium || noBorder },
    async (t) => {
      const { system, admin, customer } = await startBorderedSystem(t, { relaysWeb })
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
      await page.getByText('138 0013 8000').first().waitFor()
      await untilFound('ringing', () => me()?.state === 'reserved')
      await page.waitForTimeout(700)
      await page.keyboard.press('Alt+a')
      await untilFound('talking', () => me()?.state === 'talking')
      await untilHears(call, agentHz)
      await untilFound(`${callerHz} Hz in the browser`, async () => {
        const heard = await page.evaluate<number>('window.heardHz()')
        return Math.abs(heard - callerHz) <= 12
      })
      call.hangUp()
      await untilFound('wrap-up', () => me()?.state === 'wrapUp')
    },
  )
