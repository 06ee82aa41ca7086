import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'

const config = fileURLToPath(new URL('../../sbc-config/', import.meta.url))
const { faultsIn } = (await import(`${config}check.mjs`)) as {
  faultsIn: (folder: string) => string[]
}

/** A copy of what is shipped, with these changes. */
async function folderWith(t: Test, file: string, change: (text: string) => string) {
  const folder = await mkdtemp(join(tmpdir(), 'callwright-border-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  await cp(join(config, 'kamailio'), folder, { recursive: true })
  await writeFile(join(folder, file), change(await readFile(join(folder, file), 'utf8')))
  return folder
}

const unsaid = 'site.cfg: SITE_SECRET: must be 16 random letters or more'
const secretive = (text: string) => text.replace('change-me', 'k7dh2hs8s0jdm2la')

t.test('what is shipped wants a secret, and nothing else', async (t) => {
  t.same(faultsIn(join(config, 'kamailio')), [unsaid])
  t.same(faultsIn(await folderWith(t, 'site.cfg', secretive)), [])
})

t.test('each fault names file, key and reason', async (t) => {
  const cases: [file: string, change: (text: string) => string, fault: string | RegExp][] = [
    [
      'site.cfg',
      (text) => text.replace('!5061!', '!0!'),
      /^site.cfg: SITE_TLS_PORT: must be a port/,
    ],
    ['site.cfg', (text) => text.replace(/.*SITE_NODES.*/, ''), /^site.cfg: SITE_NODES: is missing/],
    ['site.cfg', (text) => `${text}#!define WITH_ROSES\n`, /WITH_ROSES: nothing of this name/],
    [
      'site.cfg',
      (text) => text.replace('.com!g', '.com/!g'),
      /^site.cfg: SITE_ORIGINS: must be orig/,
    ],
    [
      'site.cfg',
      (text) => text.replace('!192.0.2.1!', '!10.0.0.5!'),
      /^site.cfg: SITE_MASK: must be nob/,
    ],
    [
      'site.cfg',
      (text) => `${text}#!define WITH_WEB_RELAY\n`.replace('#!define WITH_TLS', ''),
      /needs/,
    ],
    [
      'site.cfg',
      (text) => text.replace('!10.0.0.5!', '!203.0.113.10!'),
      /SITE_INNER_PORT: is that/,
    ],
    [
      'dispatcher.list',
      (text) => text.replace('10.0.0.12', '10.9.0.12'),
      /line 4: 10.9.0.12: lies out/,
    ],
    ['dispatcher.list', (text) => text.replace('1 sip:', '1 tel:'), /line 3: must be: set sip:/],
    ['dispatcher.list', () => '', /^dispatcher.list: no node is listed/],
    ['address.list', (text) => text.replace(' 24', ' 64'), /^address.list: line 3: must be/],
  ]
  for (const [file, change, fault] of cases) {
    const faults = faultsIn(await folderWith(t, file, change)).filter((each) => each !== unsaid)
    t.equal(faults.length, 1, faults.join('; '))
    t.match(faults[0], fault)
  }
})
