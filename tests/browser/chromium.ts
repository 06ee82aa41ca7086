import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, type Page, chromium } from 'playwright-core'
import type { Test } from 'tap'
import { tone, wavOf } from '../../testkit/sound/tone.ts'

const executablePath = '/usr/bin/chromium'

/** For tap's `skip`: why browser tests cannot run here, or false. */
export const noChromium = existsSync(executablePath) ? false : `no Chromium at ${executablePath}`

const flags = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update'],
  ...['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
  '--autoplay-policy=no-user-gesture-required',
]

/** A headless Chromium with a profile of its own, whose microphone hears one tone; gone when the test ends. */
export async function openChromium(
  t: Test,
  { microphoneHz = 1000, language = 'en' } = {},
): Promise<BrowserContext> {
  const folder = await mkdtemp(join(tmpdir(), 'callwright-chromium-'))
  const microphone = join(folder, 'microphone.wav')
  await writeFile(microphone, wavOf(tone(microphoneHz, 4000, 0.5, 48000), 48000))
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath,
    headless: true,
    // A test's certificate is its own.
    ignoreHTTPSErrors: true,
    locale: language,
    args: [...flags, `--use-file-for-fake-audio-capture=${microphone}`],
  })
  context.setDefaultTimeout(15_000)
  t.teardown(async () => {
    await context.close()
    await rm(folder, { recursive: true, force: true })
  })
  return context
}

/** Opens an empty page that runs the script; on 127.0.0.1, so that it is a secure context with a microphone. */
export async function openPage(t: Test, context: BrowserContext, script: string): Promise<Page> {
  const files: Record<string, readonly [type: string, text: string]> = {
    '/': [
      'text/html',
      '<!doctype html><title>test</title><body><script src="/script.js"></script>',
    ],
    '/script.js': ['text/javascript', script],
  }
  const server = createServer((request, response) => {
    const [type, text] = files[request.url ?? ''] ?? ['text/plain', '']
    response.setHeader('content-type', `${type}; charset=utf-8`).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const page = await context.newPage()
  // Boundary: a listening TCP server's address.
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  return page
}
