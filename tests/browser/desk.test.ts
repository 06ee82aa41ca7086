import type { Page } from 'playwright-core'
import t from 'tap'
import { noChromium, openChromium } from './chromium.ts'
import { openPreview, openTab, showPreview } from './desk-preview.ts'

const deskScenarios = [
  'ready',
  'spared',
  'elsewhere',
  'missed',
  'ringing',
  'talking',
  'held',
  'paused',
  'parted',
  'wrapUp',
  'lost',
]
const callScenarios = [
  'before',
  'asking',
  'connecting',
  'menu',
  'waiting',
  'talking',
  'after',
  'refused',
]
const queries = [
  ...deskScenarios.map((scenario) => `page=desk&scenario=${scenario}`),
  ...['consulting', 'consulted', 'consultEnded'].map(
    (scenario) => `page=desk&scenario=${scenario}`,
  ),
  ...callScenarios.map((scenario) => `page=call&scenario=${scenario}`),
  'page=wallboard',
  'page=wallboard&wall',
  ...['people', 'skills', 'queues', 'policy', 'hotlines', 'flows'].map(
    (place) => `page=admin#${place}`,
  ),
  ...['trunks', 'outbound', 'system'].map((place) => `page=admin#${place}`),
]

/** Where things stand: the corners of each element, in whole pixels. */
const placesOf = (page: Page, selectors: readonly string[]) =>
  Promise.all(
    selectors.map(async (selector) => {
      const box = await page.locator(selector).first().boundingBox()
      return box && [box.x, box.y, box.width, box.height].map(Math.round)
    }),
  )

const widthBeyond = (page: Page) =>
  page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')

/** A busy machine takes its time. */
const timeout = 240_000
t.setTimeout(timeout)

t.test('the pages in their preview', { skip: noChromium, timeout }, async (t) => {
  const preview = await openPreview(t)
  const context = await openChromium(t)

  for (const language of ['zh', 'en'] as const)
    t.test(`every moment of every page is shown in ${language}`, { timeout }, async (t) => {
      const mode = language === 'zh' ? 'light' : 'dark'
      const { page, faults } = await openTab(context, { language, mode })
      for (const query of queries) {
        await showPreview(page, preview, query)
        t.same(faults.splice(0), [], `${query} complains of nothing`)
        t.ok((await widthBeyond(page)) <= 0, `${query} is not wider than the window`)
      }
      await page.close()
    })

  t.test('nothing jumps from ready through a call to wrap-up', { timeout }, async (t) => {
    const fixed = ['.primary', '.action-bar', '.lines', '.directory', '.history', '.state-control']
    const talk = ['.talk-notice', '.note-form', '#note']
    const { page } = await openTab(context)
    const places = async (scenario: string, selectors: readonly string[]) => {
      await showPreview(page, preview, `page=desk&scenario=${scenario}`)
      return placesOf(page, selectors)
    }
    const before = await places('ready', fixed)
    for (const scenario of deskScenarios) t.same(await places(scenario, fixed), before, scenario)
    const talking = await places('talking', talk)
    for (const scenario of ['held', 'parted', 'wrapUp'])
      t.same(await places(scenario, talk), talking, scenario)
    await page.close()
  })

  t.test('a strip of 320 pixels is enough for the desk', { timeout }, async (t) => {
    const { page } = await openTab(context, { width: 320 })
    for (const scenario of deskScenarios) {
      await showPreview(page, preview, `page=desk&scenario=${scenario}`)
      t.ok((await widthBeyond(page)) <= 0, scenario)
    }
    await page.close()
  })

  t.test('a ringing call is told to those who do not see it', { timeout }, async (t) => {
    const { page } = await openTab(context)
    await showPreview(page, preview, 'page=desk&scenario=ringing')
    t.match(await page.title(), '138 0013 8000')
    t.match(await page.getByRole('alert').first().textContent(), '138 0013 8000')
    await page.close()
  })

  t.test('Alt+T opens the transfer, and a search finds a colleague', { timeout }, async (t) => {
    const { page } = await openTab(context)
    await showPreview(page, preview, 'page=desk&scenario=talking')
    await page.keyboard.press('Alt+t')
    await page.locator('.transfer input').fill('1003')
    await page.locator('.transfer-targets button').first().click()
    t.match(await page.locator('.transfer button[type=submit]').textContent(), 'Bert')
    await page.close()
  })

  t.test('? shows the keys, except while one writes', { timeout }, async (t) => {
    const { page } = await openTab(context)
    await showPreview(page, preview, 'page=desk&scenario=talking')
    await page.locator('#note').fill('')
    await page.locator('#note').press('?')
    t.equal(await page.locator('#note').inputValue(), '?')
    await page.locator('.talk-notice').click()
    await page.keyboard.press('?')
    await page.locator('.shortcut-list').waitFor()
    await page.close()
  })

  t.test('a supervisor is told what a switch does before it is done', { timeout }, async (t) => {
    const { page } = await openTab(context, { language: 'en' })
    await showPreview(page, preview, 'page=wallboard')
    await page.locator('.queue-switch').first().click()
    await page.getByRole('menuitem', { name: 'Emergency' }).click()
    const asked = page.getByRole('dialog')
    t.match(await asked.textContent(), 'The 2 who wait are led away at once')
    t.match(await asked.textContent(), 'the queue Support')
    await asked.getByRole('button', { name: 'Switch' }).click()
    await page.getByText('Sales: Emergency').waitFor()
    await page.close()
  })

  t.test('nothing on a wall can be pressed to switch a queue', { timeout }, async (t) => {
    const { page } = await openTab(context)
    await showPreview(page, preview, 'page=wallboard&wall')
    t.equal(await page.locator('.queue-switch').count(), 0)
    t.equal(await page.locator('.switch-state').count(), 3)
    await page.close()
  })

  t.test('behind a tile stand the customers to be called back', { timeout }, async (t) => {
    const { page } = await openTab(context, { language: 'en' })
    await showPreview(page, preview, 'page=wallboard')
    await page.getByRole('button', { name: 'Contacts of Sales' }).click()
    const booked = page.locator('.booked li')
    t.equal(await booked.count(), 2)
    await booked.first().getByRole('button', { name: 'Cancel callback' }).click()
    await page.getByText('Do not call back 135 1234 0000?').waitFor()
    await page.close()
  })

  t.test('a supervisor lifts a legal hold and sets it again', { timeout }, async (t) => {
    const { page } = await openTab(context, { language: 'en' })
    await showPreview(page, preview, 'page=wallboard')
    await page.getByRole('button', { name: 'Past contacts' }).click()
    await page.getByRole('button', { name: 'Recordings and sound quality' }).first().click()
    await page.getByRole('button', { name: 'Lift hold' }).click()
    const asked = page.getByRole('tooltip')
    await asked.getByText('will then be deleted for good').waitFor()
    await asked.getByRole('button', { name: 'Lift hold' }).click()
    await page.getByText('The legal hold is lifted.').waitFor()
    await page.getByRole('button', { name: 'Set legal hold' }).click()
    const hold = page.getByRole('button', { name: 'Hold', exact: true })
    t.ok(await hold.isDisabled(), 'it needs a note')
    const note = page.locator('.record-hold textarea')
    await note.fill('no')
    await hold.click()
    await page.getByText('The system cannot be reached').waitFor()
    t.equal(await note.inputValue(), 'no', 'what was refused is not lost')
    await note.fill('case 7')
    await hold.click()
    await page.getByText('Legal hold: no recording is deleted').waitFor()
    t.match(await page.locator('.record-hold').textContent(), 'case 7Set by 2001')
    await page.close()
  })

  t.test('an agent sees a legal hold, and has no button for it', { timeout }, async (t) => {
    const { page } = await openTab(context, { language: 'en' })
    await showPreview(page, preview, 'page=desk&scenario=talking')
    const open = page.getByRole('button', { name: 'Recordings and sound quality' })
    await open.first().click()
    t.match(await page.locator('.record-hold').textContent(), 'Set by 2001')
    t.equal(await page.locator('.record-hold button').count(), 0)
    await page.keyboard.press('Escape')
    await open.nth(1).click()
    await page.getByText('its days were over').waitFor()
    await page.close()
  })

  t.test('each fault of a policy leads to its line', { timeout }, async (t) => {
    const { page } = await openTab(context, { language: 'en' })
    await showPreview(page, preview, 'page=admin#policy')
    await page.getByRole('button', { name: 'New version' }).click()
    t.match(await page.locator('.policy-changes').textContent(), 'policy › version')
    await page.getByRole('button', { name: 'Put in force now' }).click()
    const fault = page.locator('.policy-faults button').first()
    const line = /Line (\d+)/.exec((await fault.textContent()) ?? '')?.[1]
    await fault.click()
    t.equal(await page.locator('.json-editor .marked').first().textContent(), line)
    const chosen = await page.evaluate<string>('String(document.getSelection())')
    t.match(chosen, '"network": 3')
    await page.close()
  })

  t.test('a policy that is no JSON cannot be put in force', { timeout }, async (t) => {
    const { page } = await openTab(context, { language: 'en' })
    await showPreview(page, preview, 'page=admin#policy')
    await page.locator('.json-editor textarea').fill('null')
    await page.locator('.policy-changes').waitFor()
    await page.locator('.json-editor textarea').fill('{ "policy": ')
    await page.locator('.policy-bad').waitFor()
    t.ok(await page.getByRole('button', { name: 'Put in force now' }).isDisabled())
    await page.close()
  })

  t.test('what was written about a call outlives a page reload', { timeout }, async (t) => {
    const { page } = await openTab(context)
    await showPreview(page, preview, 'page=desk&scenario=talking')
    await page.locator('#note').fill('two lines\nof note')
    await page.reload()
    t.equal(await page.locator('#note').inputValue(), 'two lines\nof note')
    await page.close()
  })
})
