import t from 'tap'
import { System } from '../../../server/launcher/system.ts'
import { childProgram, obedient, until } from './children.ts'

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
