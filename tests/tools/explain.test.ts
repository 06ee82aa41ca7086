import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import t from 'tap'
import { openFileJournal } from '../../server/journal/file-journal.ts'
import { Stage } from '../../testkit/calls/stage.ts'

const entry = fileURLToPath(new URL('../../tools/explain.ts', import.meta.url))

t.test('explain reads the journal of a centre that has it open', async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'explain-'))
  t.teardown(() => rmSync(dataDir, { recursive: true }))
  const explain = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', entry, ...args], {
      env: { ...process.env, DATA_DIR: dataDir },
      encoding: 'utf8',
    })

  const log = pino({ level: 'silent' })
  const journal = openFileJournal({ dir: join(dataDir, 'journal'), log, segmentBytes: 3000 })
  const stage = new Stage()
  const first = stage.caller().waitsForSales()
  first.hangsUp()
  stage.caller().waitsForSales()
  for (const event of stage.events) journal.append([event])

  const id = stage.contactOf(first)
  t.match(explain(id), { status: 0, stdout: 'the contact is over: abandoned-in-queue' })
  t.match(explain('last', '--lang', 'zh'), { status: 0, stdout: '在 sales 排队' })
  t.match(explain('c99999'), { status: 1, stdout: '', stderr: 'knows no contact c99999' })
  await journal.close()
})
