import { readFileSync, writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { join } from 'node:path'
import { seeded } from '../../testkit/sound/random.ts'
import { methods, orderFor, requestFor } from './honest.ts'
import { createMutation } from './mutation.ts'
import { createScriptedEdge } from './scripted-edge.ts'
import { tortureCases, tortureText } from './torture/verdicts.ts'

// `node --import tsx tests/edge/grow-corpus.ts SEED TURNS`: looks for mutants that reach code of the edge which nothing
// before them reached, as V8's coverage by blocks tells, and adds them to `corpus.json`, from which the fuzz starts.

const file = join(import.meta.dirname, 'corpus.json')
/** The repository keeps few and short ones. */
const [mostMutants, mostBytes, perBatch] = [80, 1000, 50]
const [seed = 1, turns = 2000] = process.argv.slice(2).map(Number)

const found = JSON.parse(readFileSync(file, 'utf8')) as string[]
const seeds = [
  ...tortureCases.map(({ name }) => tortureText(name)),
  ...methods.map((method) => requestFor(method, 1)),
  ...found,
]
const random = seeded(seed)
const mutate = createMutation(random, seeds)

const session = new Session()
session.connect()
await session.post('Profiler.enable')
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })

/** Blocks of the edge that ran since it was last asked. */
async function reached(): Promise<string[]> {
  const { result } = await session.post('Profiler.takePreciseCoverage')
  return result
    .filter(({ url }) => url.includes('/edge/') && !url.includes('/tests/'))
    .flatMap(({ url, functions }) =>
      functions.flatMap(({ ranges }) =>
        ranges
          .filter(({ count }) => count > 0)
          .map(({ startOffset, endOffset }) => `${url} ${startOffset} ${endOffset}`),
      ),
    )
}

/** On an edge that knows nothing yet, and on one that has just taken a call. */
function play(text: string): void {
  for (const method of ['', 'INVITE']) {
    const stage = createScriptedEdge(seeded(seed))
    if (method) stage.hears(requestFor(method, 1))
    stage.hears(text)
    stage.orders(orderFor('BYE'))
    stage.pass(1000)
  }
}

const known = new Set<string>()
for (const text of seeds) play(text)
for (const block of await reached()) known.add(block)

for (let turn = 0; turn < turns && found.length < mostMutants; turn += perBatch) {
  const from = () => seeds[Math.floor(random() * seeds.length)] ?? ''
  const batch = Array.from({ length: perBatch }, () => mutate(from()).slice(0, mostBytes))
  for (const text of batch) play(text)
  if ((await reached()).every((block) => known.has(block))) continue
  for (const text of batch) {
    play(text)
    const news = (await reached()).filter((block) => !known.has(block))
    if (news.length === 0) continue
    for (const block of news) known.add(block)
    found.push(text)
    seeds.push(text)
    writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`)
    console.error(`turn ${turn}: ${news.length} new blocks, ${known.size} in all`)
  }
}
