import type { Logger } from 'pino'
import { deleteRecording } from '../../media/recording/recordings.ts'
import type { Config } from '../config/config.ts'
import type { ExpiredRecording } from '../store/retention.ts'
import type { Store } from '../store/store.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const mostAtOnce = 200

type RetentionOptions = {
  readonly config: Pick<Config, 'dataDir' | 'recording'>
  readonly store: Pick<Store, 'claimExpired' | 'noteDeleted'>
  readonly log: Logger
}

/** Looks once the store is open, and every hour, for recordings whose days are over; without RECORDING_DAYS never. */
export function keepRetention({
  store: opening,
  ...options
}: Omit<RetentionOptions, 'store'> & { readonly store: Promise<Store> }): { stop(): void } {
  const { config, log } = options
  if (config.recording.days === undefined) return { stop: () => undefined }
  const sweep = () =>
    void opening
      .then((store) => deleteExpired({ ...options, store }, Date.now()))
      .catch((error: unknown) => log.error({ err: error }, 'no recording could be deleted'))
  sweep()
  const timer = setInterval(sweep, hourMs)
  return { stop: () => clearInterval(timer) }
}

/** Deletes what is older than RECORDING_DAYS at `now`, ms,, and not held. */
export async function deleteExpired(options: RetentionOptions, now: number): Promise<void> {
  const { config, store, log } = options
  const { days } = config.recording
  if (days === undefined) return
  for (let found = mostAtOnce; found === mostAtOnce;) {
    const expired = await store.claimExpired(now - days * dayMs, mostAtOnce)
    const deleted: ExpiredRecording[] = []
    for (const recording of expired)
      try {
        await deleteRecording(config.dataDir, recording.file)
        deleted.push(recording)
        log.info({ recording: recording.id, days }, 'recording deleted: its days are over')
      } catch (error) {
        log.error({ err: error, recording: recording.id }, 'a recording cannot be deleted')
      }
    await store.noteDeleted(deleted, now)
    // Those that cannot be deleted would be found again and again.
    found = deleted.length
  }
}
