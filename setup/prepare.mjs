import { ensureDependencies } from './dependencies.mjs'
import { SetupFault } from './fault.mjs'
import { ensureMediasoupWorker } from './mediasoup/worker.mjs'
import { checkNodeVersion } from './node-version.mjs'
import { ensurePages } from './pages.mjs'
import { showStep } from './progress.mjs'

/** Does whatever set-up is missing; when nothing is, this takes some milliseconds. Throws SetupFault. */
export async function prepare() {
  checkNodeVersion()
  await ensureDependencies()
  await ensureWorker()
  await ensurePages()
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
