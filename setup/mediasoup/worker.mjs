import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildWorker } from './build.mjs'
import { holdLock } from './lock.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))
const mediasoup = join(root, 'node_modules', 'mediasoup')
/** Where mediasoup looks for its worker. */
const binary = join(mediasoup, 'worker', 'out', 'Release', 'mediasoup-worker')
const downloadLimitMs = 60_000

/**
 * Sees to it that mediasoup has its worker process: the one that is there, one kept from an earlier clone, the
 * prebuilt one from mediasoup's own release, or one compiled from the package's sources. Throws an Error whose message
 * tells a person what to do.
 * @param {{ onProgress?: (line: string) => void }} [options] what is being done, one line each
 * @returns {Promise<'present' | 'kept' | 'downloaded' | 'built'>}
 */
export async function ensureMediasoupWorker({ onProgress = () => {} } = {}) {
  if (canRun(binary)) return 'present'
  if (!existsSync(mediasoup)) throw new Error('mediasoup is not installed: run npm ci')
  const release = await holdLock(join(root, 'node_modules', '.mediasoup-worker.lock'), onProgress)
  try {
    return await obtain(onProgress)
  } finally {
    release()
  }
}

async function obtain(onProgress) {
  const kept = keptBinary()
  if (canRun(binary)) return 'present'
  if (canRun(kept)) {
    place(kept, binary)
    return 'kept'
  }
  onProgress('Fetching the media worker')
  const downloaded = await download()
  if (!downloaded) await build(onProgress)
  keep(kept, onProgress)
  return downloaded ? 'downloaded' : 'built'
}

/** Started without its parent's version, a sound worker exits with this code (its main.cpp); nothing else does. */
const exitsWithoutParent = 41

function canRun(path) {
  return (
    existsSync(path) && spawnSync(path, { env: {}, timeout: 10_000 }).status === exitsWithoutParent
  )
}

/** Beyond this clone: a later clone of the same user need not build again. */
function keptBinary() {
  const { version } = JSON.parse(readFileSync(join(mediasoup, 'package.json'), 'utf8'))
  const name = `mediasoup-worker-${version}-${process.platform}-${process.arch}`
  return join(homedir(), '.cache', 'callwright', name)
}

function keep(kept, onProgress) {
  try {
    place(binary, kept)
  } catch (error) {
    onProgress(`The media worker could not be kept for later clones: ${error.message}`)
  }
}

/** Copies so that no other process ever sees half a file. */
function place(from, to) {
  mkdirSync(dirname(to), { recursive: true })
  const half = `${to}.${process.pid}`
  copyFileSync(from, half)
  renameSync(half, to)
}

/** The package's own download. Without a Python it cannot go on to its own build, which wants a wider internet. */
async function download() {
  const env = { ...process.env, PYTHON: 'no-python' }
  delete env.MEDIASOUP_WORKER_BIN
  delete env.MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD
  const child = spawn(process.execPath, ['npm-scripts.mjs', 'postinstall'], {
    cwd: mediasoup,
    env,
    stdio: 'ignore',
    timeout: downloadLimitMs,
  })
  await new Promise((resolve) => child.once('error', resolve).once('close', resolve))
  return canRun(binary)
}

async function build(onProgress) {
  const out = join(root, '.build', 'mediasoup-worker')
  const built = await buildWorker({ worker: join(mediasoup, 'worker'), out, onProgress })
  if (!canRun(built))
    throw new Error(`The media worker was built but does not run; its build is in ${out}`)
  place(built, binary)
  rmSync(out, { recursive: true, force: true })
}
