import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import { checkTenant, isOfStaff } from '../../acd/policy/policy.ts'
import type { Event } from '../../core/event.ts'
import type { Tenant } from '../../core/tenant.ts'
import type { Config } from '../config/config.ts'
import { StartFault } from '../config/start-fault.ts'
import { installDemo } from '../demo/demo-tenant.ts'
import { startStore, type Store } from '../store/store.ts'
import type { Centre } from './centre.ts'

type OpenStoreOptions = {
  readonly config: Pick<Config, 'dataDir' | 'databaseUrl'>
  readonly centre: Pick<Centre, 'tenant' | 'put' | 'readJournal'> & {
    subscribe(listener: (events: readonly Event[]) => void): unknown
  }
  readonly log: Logger
}

type OpeningStore = {
  /** Pending for as long as the database is away. */
  readonly opened: Promise<Store>
  /** The stream holds a configuration: at once on a restart. Rejects with StartFault where there can be none. */
  readonly configured: Promise<void>
  stop(): Promise<void>
}

const [firstPauseMs, longestPauseMs] = [1000, 30_000]

/** Opens the store behind the centre's back; what was configured since then, and what happened, is told to both. */
export function openStore(options: OpenStoreOptions): OpeningStore {
  const { centre } = options
  const stopping = new AbortController()
  const isRestart = centre.tenant().id !== ''
  const opened = isRestart ? keepOpening(options, stopping.signal) : openFirst(options)
  let store: Store | undefined
  const configured = opened.then(async (ready) => {
    store = ready
    centre.subscribe((events) => ready.record(events))
    await configure(options, ready, isRestart)
  })
  configured.catch(() => undefined)
  return {
    opened,
    configured: isRestart ? Promise.resolve() : configured,
    async stop() {
      stopping.abort()
      await store?.stop()
    },
  }
}

const open = ({ config, centre, log }: OpenStoreOptions): Promise<Store> =>
  startStore({
    dataDir: config.dataDir,
    ...(config.databaseUrl !== undefined && { databaseUrl: config.databaseUrl }),
    readJournal: (afterSeq) => centre.readJournal(afterSeq),
    log: (fields, message) => log.info(fields, message),
  })

/** Without a database a new system would have nothing to work by. */
async function openFirst(options: OpenStoreOptions): Promise<Store> {
  try {
    return await open(options)
  } catch (error) {
    const { databaseUrl, dataDir } = options.config
    const where = databaseUrl === undefined ? `in ${dataDir}` : 'that DATABASE_URL names'
    throw new StartFault(`The database ${where} cannot be opened: ${reasonOf(error)}.`, {
      cause: error,
    })
  }
}

async function keepOpening(options: OpenStoreOptions, stopping: AbortSignal): Promise<Store> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return await open(options)
    } catch (error) {
      stopping.throwIfAborted()
      options.log.error({ err: error }, 'the database is away; calls go on, records wait')
      await sleep(pauseMs, undefined, { signal: stopping })
    }
  }
}

/** The store's configuration is the one that counts; an empty store gets the demo. */
async function configure(
  { centre, log }: OpenStoreOptions,
  store: Store,
  isRestart: boolean,
): Promise<void> {
  await installDemo(store)
  const tenant = await store.tenant()
  if (!tenant) return
  const faults = checkTenant(tenant)
  const grave = faults.filter((fault) => !isOfStaff(fault)).map(({ text }) => text.en)
  if (grave.length > 0 && !isRestart)
    throw new StartFault(`The configuration in the database cannot go live: ${grave.join('; ')}.`)
  if (grave.length > 0) {
    // Calls are served by what the stream holds: better than no calls.
    log.error({ faults: grave }, 'the stored configuration has faults; the last good one serves on')
    return
  }
  for (const { text } of faults) log.warn(text.en)
  if (!isDeepStrictEqual(asJournalled(tenant), asJournalled(centre.tenant())))
    await centre.put({ type: 'tenant.configured', tenant })
}

/** In plain JSON a field that is undefined is not there. */
const asJournalled = (tenant: Tenant): unknown => JSON.parse(JSON.stringify(tenant))

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
