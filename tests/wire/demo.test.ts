import { spawn } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { openDesk } from '../../testkit/desk.ts'
import { startSystem, type System } from '../../testkit/system.ts'

t.setTimeout(110_000)

/** Runs the demo against a system until it ends. */
async function runDemo(system: Pick<System, 'http' | 'sipPort' | 'dataDir'>, ...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'demo/demo.ts', ...args], {
    env: {
      PATH: process.env['PATH'],
      HTTP_PORT: new URL(system.http).port,
      SIP_PORT: String(system.sipPort),
      DATA_DIR: system.dataDir,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let words = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (words += text))
  await once(child, 'close')
  return { code: child.exitCode, words }
}

t.test('the demo says so when there is nothing to show', async (t) => {
  const dataDir = t.testdir()
  const { code, words } = await runDemo({ http: 'http://127.0.0.1:9', sipPort: 5060, dataDir })
  t.equal(code, 1)
  t.match(words, /^Callwright is not running at .* start it with `npm start`/)
})

t.test('the demo fills the board, and leaves everything as it was', async (t) => {
  const system = await startSystem(t)
  const board = await openDesk(t, system, '2001', 'board')
  const { code, words } = await runDemo(system, '--callers', '3', '--minutes', '0.4')
  t.equal(code, 0, words)
  const { queues, agents } = board.page()
  const answered = [...queues.values()].reduce((sum, queue) => sum + queue.today.answered, 0)
  t.ok(answered >= 2, `${answered} callers were answered`)
  await board.until('nobody is left', ({ contacts }) =>
    [...contacts.values()].every(({ phase }) => phase === 'wrapUp'),
  )
  t.same([...new Set([...agents.values()].map(({ device }) => device))], ['softphone'])
})
