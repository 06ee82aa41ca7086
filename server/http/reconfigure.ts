import { checkTenant, type ConfigFault, isOfStaff } from '../../acd/policy/policy.ts'
import type { Input } from '../../core/event.ts'
import type { Tenant } from '../../core/tenant.ts'
import type { Store } from '../store/store.ts'
import { faulty, notFound } from './http-refusal.ts'

type ConfiguredCentre = { put(fact: Input): Promise<unknown> }

/** One change of the configuration. */
type ConfigurationChange = {
  /** The tenant as it will be; throws the refusal of what cannot be. */
  readonly to: (tenant: Tenant) => Tenant
  readonly save: (store: Store) => Promise<unknown>
  /** Whether a requirement that nobody can meet is a fault, too. */
  readonly isForStaff?: boolean
}

/** Settled once the change is kept and in force; rejects with the refusal that names every fault of it. */
export type Reconfigure = (change: ConfigurationChange) => Promise<void>

/** One change after the other: each is checked against what the former has left. */
export function createReconfigure(centre: ConfiguredCentre, store: () => Store): Reconfigure {
  let last = Promise.resolve()
  return (change) => {
    const done = last.then(() => perform(centre, store(), change))
    last = done.catch(() => undefined)
    return done
  }
}

async function perform(centre: ConfiguredCentre, store: Store, change: ConfigurationChange) {
  const tenant = await store.tenant()
  if (!tenant) throw notFound('tenant')
  const isFault = (fault: ConfigFault) => change.isForStaff === true || !isOfStaff(fault)
  const faults = checkTenant(change.to(tenant)).filter(isFault)
  if (faults.length > 0) throw faulty(faults)
  await change.save(store)
  const kept = await store.tenant()
  if (kept) await centre.put({ type: 'tenant.configured', tenant: kept })
}
