import { ensureDependencies } from './dependencies.mjs'
import { main } from './fault.mjs'
import { commandsOf, findRings } from './gate/rings.mjs'
import { ensureCommands } from './machine-packages.mjs'
import { checkNodeVersion } from './node-version.mjs'
import { buildDir, top } from './place.mjs'
import { ensureAddon, ensureWorker } from './prepare.mjs'
import { runProgram } from './program.mjs'

const bin = (name) => `${top}node_modules/.bin/${name}`
/** Only what has changed is looked at again, by its content; a clean clone, as CI has it, looks at all. */
const cacheOf = (name) => [
  '--cache',
  '--cache-strategy',
  'content',
  '--cache-location',
  `${buildDir}/${name}`,
]

// `npm run check`: the gate before a commit. Everything that is wrong is told, not only the first.
await main(async () => {
  checkNodeVersion()
  await ensureDependencies()
  await ensureWorker()
  await ensureAddon()
  const linting = check('lint', 'eslint', ...cacheOf('eslint'), '.')
  const passed = [
    await check('types', 'tsc', '-p', '.'),
    await check('types of the pages', 'tsc', '-p', 'desk'),
    await check('format', 'prettier', '--check', ...cacheOf('prettier'), '.'),
    // Sound and signalling are tested in real time, so nothing runs beside them.
    await linting,
    await test(),
  ]
  process.exitCode = passed.every(Boolean) ? 0 : 1
})

async function check(title, command, ...args) {
  const since = Date.now()
  const { code, output } = await runProgram(bin(command), args)
  console.log(`${code === 0 ? '✓' : '✗'} ${title}  ${((Date.now() - since) / 1000).toFixed(1)} s`)
  if (code !== 0) console.log(output.trimEnd())
  return code === 0
}

/** The inner two rings; tests/architecture.test.ts is among them. */
async function test() {
  const { runRings, summaryOf } = await import('./gate/run-rings.mjs')
  // Before a commit fewer random histories than `npm test` plays.
  process.env.HISTORIES ??= '800'
  const rings = findRings(['units', 'calls'])
  await ensureCommands(commandsOf(rings))
  const total = await runRings(rings)
  console.log(`\n${summaryOf(total)}`)
  return total.failed === 0
}
