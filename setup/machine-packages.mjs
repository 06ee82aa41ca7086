import { keepLog, runProgram, hasCommand } from './program.mjs'
import { showStep } from './progress.mjs'

/** Debian's packages for a command that the outer test rings use. */
const packagesOf = {
  sipp: 'sip-tester',
  chromium: 'chromium',
  'espeak-ng': 'espeak-ng',
  baresip: 'baresip-core',
  linphonec: 'linphone-cli',
  kamailio: 'kamailio kamailio-tls-modules kamailio-websocket-modules',
  rtpengine: 'rtpengine-daemon',
}

/** The commands that this file knows how to get. */
export const commands = Object.keys(packagesOf)

/**
 * Installs by apt the commands that are missing, where that is allowed. Gives the reason for each command that is
 * still missing: `{ chromium: 'chromium is not installed …' }`.
 */
export async function ensureCommands(wanted) {
  const missing = wanted.filter((command) => !hasCommand(command))
  if (missing.length === 0) return {}
  const packages = missing.flatMap((command) => packagesOf[command].split(' '))
  if (!mayInstall()) return reasons(missing, 'not installed (as root: apt-get install PACKAGE)')
  await showStep(`test tools: apt-get install ${packages.join(' ')}`, async (report) => {
    const update = await apt(['update'], report)
    const install = await apt(['install', '-y', '--no-install-recommends', ...packages], report)
    keepLog('apt', update.output + install.output)
  })
  return reasons(
    missing.filter((command) => !hasCommand(command)),
    'not installed, and apt could not install it (.build/apt.log says why)',
  )
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
