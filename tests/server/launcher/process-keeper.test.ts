import t, { type Test } from 'tap'
import { type KeepOptions, ProcessKeeper } from '../../../server/launcher/process-keeper.ts'
import { childProgram, isAlive, obedient, until } from './children.ts'

/** A keeper of a made-up program, and all that it told. */
function keep(t: Test, program: string) {
  const told = {
    lines: [] as string[],
    faults: [] as string[],
    legs: [] as number[],
    restMs: [] as number[],
  }
  const options: KeepOptions = {
    name: 'centre',
    args: childProgram(program),
    onLine: (line) => told.lines.push(line),
    onReady: () => undefined,
    onFault: (sentence) => told.faults.push(sentence),
    onDraining: (legs) => told.legs.push(legs),
    log: (fields) => told.restMs.push((fields as { restMs: number }).restMs),
  }
  const keeper = new ProcessKeeper(options)
  t.teardown(() => keeper.stop(1_000))
  const pids = () =>
    told.lines.filter((line) => line.startsWith('pid ')).map((line) => Number(line.slice(4)))
  return { keeper, told, pids }
}

t.test('a process that is killed is started again at once', async (t) => {
  const { told, pids } = keep(t, obedient())
  await until(() => pids().length === 1, 'the first life')
  process.kill(pids()[0] ?? 0, 'SIGKILL')
  await until(() => pids().length === 2, 'the second life')
  t.same(told.restMs, [0])
  t.same(told.faults, [])
})

t.test('a process that keeps dying rests longer each time', async (t) => {
  const { told } = keep(
    t,
    `process.send({ notice: 'ready' }, () => setTimeout(() => process.exit(1), 20))`,
  )
  await until(() => told.restMs.length === 4, 'four deaths')
  t.same(told.restMs, [0, 100, 200, 400])
})

t.test('a process that cannot start says why and is not started again', async (t) => {
  const { told } = keep(
    t,
    `process.send({ notice: 'fault', sentence: 'Port 1 is in use.' }, () => process.exit(78))`,
  )
  await until(() => told.faults.length > 0, 'the fault')
  t.same(told.faults, ['Port 1 is in use.'])
  t.same(told.restMs, [])
})

t.test('a process that never becomes ready is given up', async (t) => {
  const { told } = keep(t, 'process.exit(1)')
  await until(() => told.faults.length > 0, 'the fault')
  t.match(told.faults, [/centre ended 5 times before it was ready/])
})

t.test('a drain lets the process end by itself', async (t) => {
  const { keeper, told } = keep(t, obedient(100))
  await until(() => told.lines.length > 0, 'the start')
  await keeper.drain()
  t.same(told.legs, [2])
  t.equal(told.lines.at(-1), 'ended by drain')
  t.same(told.restMs, [])
})

t.test('a stop cuts a drain short', async (t) => {
  const { keeper, told } = keep(t, obedient(60_000))
  await until(() => told.lines.length > 0, 'the start')
  const drained = keeper.drain()
  await keeper.stop(1_000)
  await drained
  t.equal(told.lines.at(-1), 'ended by stop')
})

t.test('a process that does not obey is killed after the grace', async (t) => {
  const { keeper, pids } = keep(
    t,
    `process.on('message', () => {}); console.log('pid ' + process.pid); setInterval(() => {}, 1000)`,
  )
  await until(() => pids().length === 1, 'the start')
  await keeper.stop(50)
  t.notOk(isAlive(pids()[0] ?? 0))
})

t.test('a drain while the process rests ends its story', async (t) => {
  const { keeper, told } = keep(
    t,
    `process.send({ notice: 'ready' }, () => setTimeout(() => process.exit(1), 20))`,
  )
  await until(() => told.restMs.length === 3, 'a rest of 200 ms')
  await keeper.drain()
  t.equal(told.restMs.length, 3)
})
