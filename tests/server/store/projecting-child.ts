import { join } from 'node:path'
import { openDatabase } from '../../../server/store/database.ts'
import { projectEvents, readCursor } from '../../../server/store/record-projection.ts'
import { endlessEvent } from './histories.ts'

/** Projects an endless journal into the records until it is killed; says how far they are after each transaction. */
const [dataDir = ''] = process.argv.slice(2)
const { database } = await openDatabase({ folder: join(dataDir, 'db') })
let cursor = await readCursor(database)
for (;;) {
  process.stdout.write(`${cursor}\n`)
  const from = cursor
  const batch = Array.from({ length: 150 }, (_, index) => endlessEvent(from + 1 + index))
  cursor = (await projectEvents(database, batch)).cursor
}
