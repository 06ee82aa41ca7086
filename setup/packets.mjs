import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { buildDir, top } from './place.mjs'
import { hasCommand, keepLog, runProgram } from './program.mjs'

const source = join(top, 'media/packets/udp.cc')
const flags = ['-O2', '-std=c++17', '-Wall', '-Wextra', '-fPIC', '-shared']
const machine = `${process.versions.modules}-${process.platform}-${process.arch}`
/** Where `media/packets/native-udp.ts` looks for it. */
const addon = join(buildDir, `packets-${machine}.node`)
/** Tells of which sources the addon is. */
const stamp = `${addon}.source`

/**
 * Sees to it that the addon for RTP sockets is there and of the present sources: the one that is, one kept from an
 * earlier clone, or one compiled now, which takes a second. Where that cannot be, RTP goes over Node's own sockets.
 * @returns {Promise<string | undefined>} why there is none; undefined when there is one
 */
export async function ensurePackets() {
  if (process.platform !== 'linux') return 'it is made for Linux'
  const hash = hashOfSources()
  if (isPresent(hash)) return undefined
  mkdirSync(buildDir, { recursive: true })
  const kept = join(homedir(), '.cache/callwright', `packets-${hash}-${machine}.node`)
  const fault = (await place(kept)) ? undefined : await build(kept)
  if (fault === undefined) writeFileSync(stamp, hash)
  else for (const file of [addon, stamp]) rmSync(file, { force: true })
  return fault
}

const hashOfSources = () =>
  createHash('sha256').update(flags.join(' ')).update(readFileSync(source)).digest('hex')

const isPresent = (hash) =>
  existsSync(addon) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash

/** Puts it into its place, where it is sound; a running process keeps the one that it has loaded. */
async function place(from) {
  if (!existsSync(from)) return false
  const half = join(buildDir, `packets-${process.pid}.node`)
  copyFileSync(from, half)
  const isSound = await loads(half)
  if (isSound) renameSync(half, addon)
  else rmSync(half)
  return isSound
}

/** Tried in a process of its own: one that is not sound may end it. */
async function loads(file) {
  const script = `new (require(${JSON.stringify(file)}).UdpPorts)(() => {}).stop()`
  return (await runProgram(process.execPath, ['-e', script])).code === 0
}

/** Gives the reason when it cannot be built. */
async function build(kept) {
  const compiler = ['g++', 'clang++', 'c++'].find(hasCommand)
  if (compiler === undefined) return 'there is no C++ compiler'
  const headers = findHeaders()
  if (headers === undefined) return `the headers of Node ${process.version} are not beside it`
  const fresh = join(buildDir, `packets-${process.pid}-fresh.node`)
  const { code, output } = await runProgram(compiler, [
    ...flags,
    `-I${headers}`,
    source,
    '-o',
    fresh,
  ])
  try {
    if (code !== 0) return `it does not compile (${keepLog('packets', output)})`
    if (!(await place(fresh))) return 'it does not load'
    keep(fresh, kept)
    return undefined
  } finally {
    rmSync(fresh, { force: true })
  }
}

/** As Node's own packages have them, and as node-gyp fetches them. */
function findHeaders() {
  const prefixes = [
    join(dirname(realpathSync(process.execPath)), '..'),
    process.config.variables.node_prefix,
    join(homedir(), '.cache/node-gyp', process.versions.node),
  ]
  return prefixes
    .map((prefix) => join(String(prefix), 'include/node'))
    .find((folder) => existsSync(join(folder, 'uv.h')) && isOfThisNode(folder))
}

function isOfThisNode(folder) {
  const text = readFileSync(join(folder, 'node_version.h'), 'utf8')
  const [major] = process.versions.node.split('.')
  return new RegExp(`#define NODE_MAJOR_VERSION ${major}\\b`).test(text)
}

/** For a later clone of the same user. That it cannot be kept costs a second there. */
function keep(fresh, kept) {
  try {
    mkdirSync(dirname(kept), { recursive: true })
    copyFileSync(fresh, `${kept}.${process.pid}`)
    renameSync(`${kept}.${process.pid}`, kept)
  } catch (error) {
    console.error(`The RTP addon could not be kept for later clones: ${error.message}`)
  }
}
