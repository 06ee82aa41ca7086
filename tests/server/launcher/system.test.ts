import t from 'tap'
import { System } from '../../../server/launcher/system.ts'
import { childProgram, obedient, until } from './children.ts'

const unheard = { onLine: () => undefined, onDraining: () => undefined, log: () => undefined }

t.test('the system has started when each of its processes has been ready', async (t) => {
  const late = `setTimeout(() => process.send({ notice: 'ready' }), 200); process.on('message', () => process.exit(0))`
  const since = performance.now()
  const system = new System(
    [
      { name: 'voice', args: childProgram(late) },
      { name: 'centre', args: childProgram(obedient()) },
    ],
    { ...unheard, onFault: (sentence) => t.fail(sentence) },
  )
  t.teardown(() => system.stop())
  await system.started
  t.ok(performance.now() - since >= 200)
})

t.test('a fault of one process is told while the others run', async (t) => {
  const faults: string[] = []
  const system = new System(
    [
      {
        name: 'edge',
        args: childProgram(
          `process.send({ notice: 'fault', sentence: 'Port 1 is in use.' }, () => process.exit(78))`,
        ),
      },
      { name: 'centre', args: childProgram(obedient()) },
    ],
    { ...unheard, onFault: (sentence) => faults.push(sentence) },
  )
  await until(() => faults.length > 0, 'the fault')
  await system.stop()
  t.same(faults, ['Port 1 is in use.'])
})

t.test('in a drain voice ends first, because the calls live there', async (t) => {
  const ends: string[] = []
  const says = (name: string, drainMs: number) =>
    obedient(drainMs).replaceAll(/(ended by|pid) /g, `${name} $1 `)
  const lines: string[] = []
  const system = new System(
    [
      { name: 'edge', args: childProgram(says('edge', 0)) },
      { name: 'voice', args: childProgram(says('voice', 150)) },
      { name: 'centre', args: childProgram(says('centre', 0)) },
    ],
    {
      onLine: (line) => (line.includes('ended') ? ends : lines).push(line),
      onFault: (sentence) => t.fail(sentence),
      onDraining: () => undefined,
      log: () => undefined,
    },
  )
  await until(() => lines.length === 3, 'three processes')
  await system.drain()
  t.equal(ends[0], 'voice ended by drain')
  t.same(ends.sort(), ['centre ended by drain', 'edge ended by drain', 'voice ended by drain'])
})

t.test('what the edge counts reaches the centre, and a lifted ban the edge', async (t) => {
  const lines: string[] = []
  const saying = (telling: string) => `
    process.on('message', (message) => {
      if (message.order === 'stop') process.exit(0)
      ${telling}
    })
    process.send({ notice: 'ready' })`
  const edge = `${saying(`console.log('edge ' + JSON.stringify(message))`)}
    const tell = () => process.send({ notice: 'figures', figures: { metrics: 'm 1', bans: [] } })
    setInterval(tell, 20)`
  const centre = saying(`
    console.log('centre ' + JSON.stringify(message))
    process.send({ notice: 'lift', source: '192.0.2.7' })`)
  const system = new System(
    [
      { name: 'edge', args: childProgram(edge) },
      { name: 'centre', args: childProgram(centre) },
    ],
    { ...unheard, onLine: (line) => lines.push(line), onFault: (sentence) => t.fail(sentence) },
  )
  t.teardown(() => system.stop())
  await until(() => lines.some((line) => line.startsWith('edge')), 'the lift')
  t.ok(lines.includes('edge {"order":"lift","source":"192.0.2.7"}'))
  const figures = 'centre {"order":"figures","of":"edge","figures":{"metrics":"m 1","bans":[]}}'
  t.equal(lines[0], figures)
})
