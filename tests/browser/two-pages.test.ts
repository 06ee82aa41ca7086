import t from 'tap'
import { untilFound } from '../../testkit/desk.ts'
import { callSales, stage, untilHears } from '../../testkit/story.ts'
import { noChromium, openChromium } from './chromium.ts'

t.setTimeout(240_000)
const agentHz = 1000

t.test(
  'an agent who opens the desk a second time in a talk takes it along, there and back',
  { skip: noChromium },
  async (t) => {
    const { system, admin, customer } = await stage(t)
    const chromium = await openChromium(t, { microphoneHz: agentHz })
    const me = () => [...admin.page().agents.values()].find(({ id }) => id === '1001')
    const first = await chromium.newPage()
    await first.goto(system.http)
    await first.getByRole('textbox').first().fill('1001')
    await first.locator('input[type=password]').fill('demo-1001')
    await first.keyboard.press('Enter')
    await untilFound('the softphone registered', () => me()?.registered)
    await first.keyboard.press('Alt+r')
    await untilFound('ready', () => me()?.state === 'ready')
    const call = await callSales(system, customer)
    await untilFound('ringing', () => me()?.state === 'reserved')
    // A fresh button settles before it can be pressed.
    await first.waitForTimeout(700)
    await first.keyboard.press('Alt+a')
    await untilHears(call, agentHz)

    const second = await chromium.newPage()
    await second.goto(system.http)
    await first.waitForURL(/moved/)
    await second.locator('.talk').waitFor()
    await untilHears(call, agentHz)

    await first.getByRole('button', { name: 'Work on this page' }).click()
    await second.waitForURL(/moved/)
    await first.locator('.talk').waitFor()
    await untilHears(call, agentHz)
    t.equal(me()?.state, 'talking', 'one talk all the time')
    call.hangUp()
  },
)
