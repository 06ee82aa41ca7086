import t from 'tap'
import { readableLine } from '../../../server/launcher/log-line.ts'

t.test('a line of the log becomes short', async (t) => {
  const time = new Date(2026, 10, 21, 21, 5, 2).getTime()
  const line = { level: 30, time, name: 'voice', leg: 'v1.3', hops: 2, msg: 'leg.arrived' }
  t.equal(readableLine(JSON.stringify(line)), '21:05:02 voice    leg.arrived leg=v1.3 hops=2')
})

t.test('warnings are marked and errors keep their stack', async (t) => {
  const line = {
    level: 50,
    time: 0,
    name: 'centre',
    err: { stack: 'Error: x\n  at y' },
    msg: 'z',
  }
  t.match(readableLine(JSON.stringify(line)), /centre {3}ERROR z \nError: x\n {2}at y$/)
})

t.test('a line that is not of the log stays as it is', async (t) => {
  for (const line of ['', 'hello', '{"level":', '{"other":1}']) t.equal(readableLine(line), line)
})
