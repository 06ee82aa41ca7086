import type { Store } from '../store/store.ts'
import { demoPassword, demoTenant } from './demo-tenant.ts'

/** Fills an empty store with the demo company; false when the store holds a configuration already. */
export function installDemo(store: Pick<Store, 'install'>): Promise<boolean> {
  const tenant = demoTenant()
  const passwords = tenant.people.map(({ id }) => [id, demoPassword(id)] as const)
  return store.install(tenant, Object.fromEntries(passwords))
}
