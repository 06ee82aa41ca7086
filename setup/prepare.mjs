import { ensureDependencies } from './dependencies.mjs'
import { SetupFault } from './fault.mjs'
import { ensureMediasoupWorker } from './mediasoup/worker.mjs'
import { checkNodeVersion } from './node-version.mjs'
import { ensurePackets } from './packets.mjs'
import { ensurePages } from './pages.mjs'
import { showStep } from './progress.mjs'

/** Does whatever set-up is missing; when nothing is, this takes some milliseconds. Throws SetupFault. */
export async function prepare() {
  checkNodeVersion()
  await ensureDependencies()
  await ensureWorker()
  await ensureAddon()
  await ensurePages()
}

/** The addon for RTP sockets; without it all works, at more cost. */
export async function ensureAddon() {
  const why = await showStep('RTP addon', ensurePackets)
  if (why !== undefined) console.error(`RTP goes over Node's own sockets, not the addon: ${why}.`)
}

/** The process in which WebRTC runs. */
export async function ensureWorker() {
  await showStep('media worker', async (report) => {
    try {
      await ensureMediasoupWorker({ onProgress: report })
    } catch (error) {
      throw new SetupFault(error.message, { cause: error })
    }
  })
}
