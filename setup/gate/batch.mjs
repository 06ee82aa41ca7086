// Runs many test files in one process, one after the other: a fresh process per file would spend most of its time
// loading tsx and tap. `fileEnds PATH` as a comment in the stream tells its reader whose tests those were.
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'

const secondsPerFile = 60

for (const file of process.argv.slice(2)) {
  const teardowns = []
  // A root teardown would run only when the whole batch is over, and lets tap end the root as soon as it is idle.
  t.teardown = (work) => void teardowns.unshift(work)
  t.setTimeout(secondsPerFile * 1000)
  try {
    await import(pathToFileURL(resolve(file)))
  } catch (error) {
    t.test('the file loads', async () => {
      throw error
    })
  }
  await t.test(`end of ${file}`, async () => {
    for (const work of teardowns) await work()
  })
}
t.end()
