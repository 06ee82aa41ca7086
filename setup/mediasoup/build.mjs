import { spawn, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))

/** Debian's and Ubuntu's names of what the Makefile needs. */
export const packages = [
  ...['g++', 'make', 'pkg-config', 'flatbuffers-compiler', 'libflatbuffers-dev'],
  ...['libssl-dev', 'libuv1-dev', 'libsrtp2-dev', 'libusrsctp-dev', 'libabsl-dev'],
]

/**
 * Compiles the media worker from the package's sources; takes one to three minutes.
 * @param {{ worker: string, out: string, onProgress: (line: string) => void }} options `worker` is the package's
 *   `worker/` folder, `out` a folder for the objects
 * @returns {Promise<string>} the binary's path
 */
export async function buildWorker({ worker, out, onProgress }) {
  await installPackages(onProgress)
  const make = ['-C', here, `worker=${worker}`, `out=${out}`]
  const total = stepsOf(make)
  let done = 0
  await run('make', [...make, `-j${availableParallelism()}`], (line) => {
    if (isStep(line)) onProgress(`Building the media worker: ${++done} of ${total} sources`)
  })
  return join(out, 'mediasoup-worker')
}

/** make prints each command as it starts it. */
const isStep = (line) => line.includes(' -c -o ')

function stepsOf(make) {
  const plan = spawnSync('make', [...make, '--dry-run'], { encoding: 'utf8', maxBuffer: 1 << 26 })
  return plan.stdout.split('\n').filter(isStep).length
}

async function installPackages(onProgress) {
  const missing = missingPackages()
  if (missing.length === 0) return
  const command = `apt-get install -y ${missing.join(' ')}`
  if (process.getuid?.() !== 0)
    throw new Error(`The media worker cannot be downloaded; to build it here run: sudo ${command}`)
  onProgress(`Installing ${missing.join(' ')}`)
  const apt = (...words) => run('apt-get', ['-q', '-y', ...words])
  const install = () => apt('install', '--no-install-recommends', ...missing)
  await install().catch(async () => {
    await apt('update') // the lists may be old or absent
    await install()
  })
}

function missingPackages() {
  const format = '${db:Status-Status} ${Package}\n'
  const asked = spawnSync('dpkg-query', ['-W', '-f', format, ...packages], { encoding: 'utf8' })
  if (asked.error)
    throw new Error(
      'The media worker cannot be downloaded, and building it is prepared for Debian and Ubuntu only. ' +
        'Allow downloads from github.com, or put a mediasoup-worker at node_modules/mediasoup/worker/out/Release.',
    )
  const installed = new Set(
    asked.stdout.split('\n').flatMap((line) => {
      const [status, name] = line.split(' ')
      return status === 'installed' ? [name] : []
    }),
  )
  return packages.filter((name) => !installed.has(name))
}

/** Runs a program; a failure carries the end of what it said. */
function run(program, args, onLine = () => {}) {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
  })
  const said = []
  const hear = (line) => {
    said.push(line)
    if (said.length > 20) said.shift()
  }
  createInterface({ input: child.stderr }).on('line', hear)
  createInterface({ input: child.stdout }).on('line', (line) => {
    hear(line.slice(0, 200))
    onLine(line)
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`${program} failed (${code}):\n${said.join('\n')}`)),
    )
  })
}
