import { SetupFault } from './fault.mjs'

const [wantedMajor, wantedMinor] = [20, 19]

/** Refuses a Node that is too old, before anything fails in a less clear way. */
export function checkNodeVersion(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number)
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return
  throw new SetupFault(
    `Callwright needs Node ${wantedMajor}.${wantedMinor} or later and this is ${version}: install a newer Node.`,
  )
}
