import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from 'playwright-core'
import type { Test } from 'tap'
import { build } from 'vite'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

/** Builds the preview (the pages with fixed views) and serves it; gives its address. */
export async function openPreview(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'callwright-preview-'))
  const configFile = fileURLToPath(new URL('../../vite.config.ts', import.meta.url))
  await build({ configFile, mode: 'preview', logLevel: 'error', build: { outDir: folder } })
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://preview').pathname)
    readFile(join(folder, path)).then(
      (file) => response.setHeader('content-type', types[extname(path)] ?? '').end(file),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(async () => {
    server.closeAllConnections()
    server.close()
    await rm(folder, { recursive: true, force: true })
  })
  // Boundary: a listening TCP server's address.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/preview/preview.html`
}

type View = {
  readonly width?: number
  readonly height?: number
  readonly language?: 'zh' | 'en'
  readonly mode?: 'light' | 'dark'
}

/** A tab for the preview, in one language and one light; `faults` is what its console complains of. */
export async function openTab(
  context: BrowserContext,
  { width = 1280, height = 720, language = 'zh', mode = 'light' }: View = {},
): Promise<{ readonly page: Page; readonly faults: string[] }> {
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  await page.setViewportSize({ width, height })
  const preferences = { 'callwright.language': language, 'callwright.mode': mode }
  await page.addInitScript(`Object.assign(localStorage, ${JSON.stringify(preferences)})`)
  return { page, faults }
}

/** Shows one moment of one page, such as `page=desk&scenario=ringing`. */
export async function showPreview(page: Page, address: string, query: string): Promise<void> {
  await page.goto(`${address}?${query}`)
  await page.locator('#page > *').first().waitFor()
}
