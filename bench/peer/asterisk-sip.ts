import { cpuMsOf } from '../process-stat.ts'
import { asteriskFiles, modules, modulesConf } from './asterisk-files.ts'
import { findInstalled, runAsterisk } from './asterisk.ts'

/** An Asterisk that answers 95000 and passes 95001 through to a callee. */
export type PeerSip = {
  /** With its version. */
  readonly name: string
  readonly sipPort: number
  readonly cpuMs: () => Promise<number>
}

/** Runs it for as long as `use` takes; gives undefined where none is installed, and says so. */
export async function withAsteriskSip<Result>(
  calleePort: number,
  use: (peer: PeerSip) => Promise<Result>,
): Promise<Result | undefined> {
  const installed = await findInstalled()
  if (installed === undefined) return undefined
  const files = (folder: string, port: number) => ({
    ...asteriskFiles({ folder, port, seats: [{ id: 'callee', port: calleePort }] }),
    'extensions.conf':
      '[hotline]\nexten => 95000,1,Answer()\n same => n,Wait(60)\n' +
      'exten => 95001,1,Dial(PJSIP/callee)\n',
    'modules.conf': modulesConf([...modules, 'app_dial']),
  })
  const name = `asterisk ${installed.version}`
  return runAsterisk(installed, files, ({ pid, port }) =>
    use({ name, sipPort: port, cpuMs: () => cpuMsOf(pid) }),
  )
}
