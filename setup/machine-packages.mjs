import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { buildDir } from './place.mjs'
import { hasCommand, keepLog, runProgram } from './program.mjs'
import { showStep } from './progress.mjs'

/** Debian's packages for a command that tests use. */
const packagesOf = {
  'redis-server': 'redis-server',
  initdb: 'postgresql',
  ffmpeg: 'ffmpeg',
  'espeak-ng': 'espeak-ng',
  sipp: 'sip-tester',
  baresip: 'baresip-core',
  linphonec: 'linphone-cli',
  kamailio: 'kamailio kamailio-tls-modules kamailio-websocket-modules',
  rtpengine: 'rtpengine-daemon',
  chromium: 'chromium',
}

/** What of them Debian would start by itself, on the ports that Callwright wants. A test starts a server of its own. */
const services = ['redis-server', 'postgresql', 'kamailio', 'rtpengine-daemon']

/** Debian asks this file, where there is one, before a package starts its service. */
const policyFile = '/usr/sbin/policy-rc.d'

/** After a failure nothing is tried again for so long: a closed network costs time at each try. */
const retryMs = 24 * 3600 * 1000

/**
 * Installs by apt those of the commands that are missing and that this file knows, where that is allowed. Gives the
 * reason for each that is still missing: `{ chromium: 'chromium is not installed …' }`.
 */
export async function ensureCommands(wanted) {
  const missing = wanted.filter((command) => packagesOf[command] && isMissing(command))
  if (missing.length === 0) return {}
  if (!mayInstall()) return reasons(missing, 'not installed (as root: apt-get install PACKAGE)')
  if (!hasJustFailed()) {
    const packages = missing.flatMap((command) => packagesOf[command].split(' '))
    const output = await showStep(`test tools: apt-get install ${packages.join(' ')}`, (report) =>
      installPackages(packages, report),
    )
    if (missing.some(isMissing)) keepLog('apt', output)
  }
  return reasons(
    missing.filter(isMissing),
    'not installed, and apt could not install it (.build/apt.log says why)',
  )
}

/** Together where that goes; a package that this Debian does not have keeps no other away. */
async function installPackages(packages, report) {
  const update = await apt(['update'], report)
  const outputs = [update.output]
  const install = async (names) => {
    const { code, output } = await apt(
      ['install', '-y', '--no-install-recommends', ...names],
      report,
    )
    outputs.push(output)
    return code === 0
  }
  await withoutServices(async () => {
    if (await install(packages)) return
    for (const name of packages) await install([name])
  })
  return outputs.join('')
}

/** So that no service starts, neither now nor with the machine; one that was there before stays as it is. */
async function withoutServices(work) {
  const isOurs = !existsSync(policyFile)
  const before = await enabledServices()
  if (isOurs) writeFileSync(policyFile, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    await work()
  } finally {
    if (isOurs) rmSync(policyFile)
    const added = (await enabledServices()).filter((name) => !before.includes(name))
    for (const name of added) await runProgram('systemctl', ['disable', name])
  }
}

async function enabledServices() {
  if (!hasCommand('systemctl')) return []
  const codes = services.map(async (name) => {
    const { code } = await runProgram('systemctl', ['is-enabled', '--quiet', name])
    return code === 0 ? [name] : []
  })
  return (await Promise.all(codes)).flat()
}

/** Debian keeps PostgreSQL's programs away from the PATH. */
const isMissing = (command) =>
  !hasCommand(command) && !(command === 'initdb' && hasDebianPostgres())

const hasDebianPostgres = () =>
  existsSync('/usr/lib/postgresql') && readdirSync('/usr/lib/postgresql').length > 0

const hasJustFailed = () => {
  const log = statSync(`${buildDir}/apt.log`, { throwIfNoEntry: false })
  return log !== undefined && Date.now() - log.mtimeMs < retryMs
}

const mayInstall = () => process.getuid?.() === 0 && hasCommand('apt-get')

const apt = (args, report) =>
  runProgram('apt-get', args, { env: { DEBIAN_FRONTEND: 'noninteractive' }, onOutput: report })

function reasons(missing, text) {
  return Object.fromEntries(
    missing.map((command) => [
      command,
      `${command} is ${text.replace('PACKAGE', packagesOf[command])}`,
    ]),
  )
}
