import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { openFileJournal } from '../../../server/journal/file-journal.ts'
import { Stage } from '../../../testkit/calls/stage.ts'

const entry = fileURLToPath(new URL('../../../tools/simulate.ts', import.meta.url))
const example = (name: string) =>
  fileURLToPath(new URL(`../../../docs/examples/${name}.json`, import.meta.url))
const simulate = (...args: string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', entry, ...args], { encoding: 'utf8' })

const files = ['--policy', example('policy'), '--roster', example('roster')]

function newDir(t: Test): string {
  const dir = mkdtempSync(join(tmpdir(), 'simulate-'))
  t.teardown(() => rmSync(dir, { recursive: true }))
  return dir
}

t.test('the example of the documentation runs, in both languages', async (t) => {
  const run = [example('monday'), ...files, '--repetitions', '2']
  const { status, stdout } = simulate(...run)
  t.equal(status, 0)
  t.match(stdout, /^Sales \(sales\), T = 20 s$/m)
  t.match(stdout, /F4 answered ≤ T \/ \(answered \+ abandoned > T\) +\d+\.\d ± \d+\.\d %$/m)
  t.match(stdout, /1001 王丽 Anna Wang +\d+\.\d ± \d+\.\d %$/m)
  t.notMatch(stdout, /really/)
  const chinese = simulate(...run, '--lang', 'zh')
  t.match(chinese.stdout, /^技术支持 \(support\), T = 30 s$/m)
  t.match(chinese.stdout, /放弃率 +\d+\.\d ± \d+\.\d %$/m)
})

t.test('as JSON the same seed gives the same bytes', async (t) => {
  const run = [example('monday'), ...files, '--repetitions', '2', '--seed', '7', '--json']
  const [one, other] = [simulate(...run).stdout, simulate(...run).stdout]
  t.equal(one, other)
  t.match(JSON.parse(one), {
    repetitions: 2,
    seed: 7,
    queues: { sales: { F1: { mean: Number, halfWidth: Number } } },
    agents: { 1001: { mean: Number } },
  })
})

t.test('a journal stands beside what it becomes', async (t) => {
  const dataDir = newDir(t)
  const log = pino({ level: 'silent' })
  const journal = openFileJournal({ dir: join(dataDir, 'journal'), log })
  const stage = new Stage()
  stage.agent('1001').answersAfter(3).isReady()
  const caller = stage.caller().waitsForSales()
  stage.passes(60)
  caller.hangsUp()
  stage.passes(60)
  for (const event of stage.events) journal.append([event])
  await journal.close()

  const { status, stdout } = simulate(dataDir)
  t.equal(status, 0)
  t.match(stdout, /simulated 10 times, seed 1 +really$/m)
  t.match(stdout, /average speed of answer +3\.0 ± 0\.0 s +3\.0 s$/m)
  t.match(stdout, /1001 Anna +\d+\.\d ± 0\.0 % +\d+\.\d %$/m)
})

t.test('every fault of every file is named, and nothing is simulated', async (t) => {
  const dir = newDir(t)
  const [policy, scenario] = [join(dir, 'policy.json'), join(dir, 'scenario.json')]
  writeFileSync(policy, '{"version": 1}')
  writeFileSync(scenario, '{"day": "2026-03-02"')
  const { status, stdout, stderr } = simulate(scenario, '--policy', policy)
  t.same([status, stdout], [2, ''])
  t.match(stderr, `${scenario}: cannot be read: `)
  t.match(stderr, `${scenario}: a scenario needs --roster FILE`)
  t.match(stderr, `${policy}: version: must be text, not 1`)
  t.match(stderr, `${policy}: agents: is missing`)
  t.match(simulate(newDir(t)), { status: 2, stderr: 'There is no journal in' })
  t.match(simulate(example('monday'), '--seed', '-1'), { status: 2, stderr: /^npm run simulate/ })
  t.match(simulate('--speed', '9'), { status: 2, stderr: /^npm run simulate/ })
})

t.test('a policy that the house cannot live by is refused', async (t) => {
  const dir = newDir(t)
  const roster = join(dir, 'roster.json')
  writeFileSync(roster, '{"people": [{"id": "1001", "queues": ["sales", "moon"]}]}')
  const run = [example('monday'), '--policy', example('policy'), '--roster', roster]
  const { status, stderr } = simulate(...run, '--lang', 'zh')
  t.equal(status, 2)
  t.match(stderr, `${roster}: 人员 1001，队列 moon：没有队列 "moon"`)
  t.match(stderr, `${example('policy')}: 队列 support：`)
})
